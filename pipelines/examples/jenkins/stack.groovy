// What the pipelines for Jenkins share. They `load` it from the checkout, once on each node.

/** Runs steps on a stack with a role of its account, and with leave to read the stack that a promotion comes from. */
def onStack(String stack, String role, String from, Closure steps) {
  withCredentials([file(credentialsId: 'aws-id-token', variable: 'AWS_WEB_IDENTITY_TOKEN_FILE')]) {
    withEnv(["STACK=${stack}", "FROM=${from}", "AWS_ROLE_ARN=${env[role + '_' + stack.toUpperCase()]}",
             "AWS_CONFIG_FILE=${env.WORKSPACE_TMP}/aws-config", 'REPORT=.flex-media/report.md']) {
      sh 'rm -f "$AWS_CONFIG_FILE"'
      sh 'pipelines/aws-profile.sh "flex-media-$STACK" "$AWS_ROLE_ARN" "$AWS_WEB_IDENTITY_TOKEN_FILE"'
      if (from) {
        withEnv(["FROM_ROLE_ARN=${env['AWS_READ_ROLE_ARN_' + from.toUpperCase()]}"]) {
          sh 'pipelines/aws-profile.sh "flex-media-$FROM" "$FROM_ROLE_ARN" "$AWS_WEB_IDENTITY_TOKEN_FILE"'
        }
      }
      steps()
    }
  }
}

/** Does what has a report, and keeps that with the build, where whoever approves reads it. */
def reported(Closure steps) {
  try {
    steps()
  } finally {
    archiveArtifacts artifacts: '.flex-media/report.md', allowEmptyArchive: true
  }
}

return this
