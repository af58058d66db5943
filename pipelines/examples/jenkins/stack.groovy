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

/** Tells GitHub, where GITHUB_REPOSITORY says that pull requests are there. */
def atGitHub(Closure steps) {
  if (!env.GITHUB_REPOSITORY) { return }
  // By it a later build knows what this one wrote, and writes nothing twice.
  if (!env.COMMENT_AUTHOR) { error 'COMMENT_AUTHOR: is missing; name whose token the credential github-token is' }
  withCredentials([string(credentialsId: 'github-token', variable: 'GITHUB_TOKEN')]) {
    withEnv(["RUN_URL=${env.RUN_DISPLAY_URL}"]) { steps() }
  }
}

return this
