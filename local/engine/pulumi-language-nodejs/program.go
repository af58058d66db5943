package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// programArguments is the command line of @pulumi/pulumi/cmd/run. The program talks to the engine's resource
// monitor itself: the SDK makes no synchronous calls any more, for which older hosts stood in between.
func programArguments(req *pulumirpc.RunRequest, entry, engine, tracing string) []string {
	arguments := []string{entry}
	flag := func(name, value string) {
		if value != "" {
			arguments = append(arguments, "--"+name, value)
		}
	}
	flag("monitor", req.GetMonitorAddress())
	flag("engine", engine)
	flag("organization", req.GetOrganization())
	flag("project", req.GetProject())
	flag("root-directory", req.GetInfo().GetRootDirectory())
	flag("stack", req.GetStack())
	flag("pwd", req.GetInfo().GetProgramDirectory())
	if req.GetDryRun() {
		arguments = append(arguments, "--dry-run")
	}
	flag("parallel", strconv.Itoa(int(req.GetParallel())))
	flag("tracing", tracing)

	arguments = append(arguments, req.GetInfo().GetEntryPoint())
	return append(arguments, req.GetArgs()...)
}

// programEnvironment is ours, plus the stack's configuration and how to load the source.
func programEnvironment(req *pulumirpc.RunRequest, options runtimeOptions) ([]string, error) {
	configuration, err := legacyConfiguration(req.GetConfig())
	if err != nil {
		return nil, err
	}
	secretKeys := req.GetConfigSecretKeys()
	if secretKeys == nil {
		secretKeys = []string{}
	}
	encodedKeys, err := json.Marshal(secretKeys)
	if err != nil {
		return nil, fmt.Errorf("names of secret configuration cannot be encoded: %w", err)
	}
	environment := append(os.Environ(),
		"PULUMI_CONFIG="+configuration,
		"PULUMI_CONFIG_SECRET_KEYS="+string(encodedKeys),
	)
	return append(environment, options.environment()...), nil
}

// legacyConfiguration encodes configuration with keys in their first form, `project:config:name`, which every
// version of @pulumi/pulumi reads.
func legacyConfiguration(given map[string]string) (string, error) {
	keyed := make(map[string]string, len(given))
	for key, value := range given {
		parsed, err := config.ParseKey(key)
		if err != nil {
			return "", fmt.Errorf("configuration key %q: %w", key, err)
		}
		keyed[parsed.Namespace()+":config:"+parsed.Name()] = value
	}
	encoded, err := json.Marshal(keyed)
	if err != nil {
		return "", fmt.Errorf("configuration cannot be encoded: %w", err)
	}
	return string(encoded), nil
}
