package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// runPolicyPack runs a pack behind a proxy. A pack reads the stack's name and configuration from its environment
// when it loads, but the engine sends them to a pack that already serves: so the proxy serves first, and
// the pack starts once they are known.
func runPolicyPack(
	ctx context.Context, stdout io.Writer, start func(io.Writer, []string) (*exec.Cmd, error),
) error {
	proxy, packOutput, err := sdk.NewPolicyProxy(ctx, stdout)
	if err != nil {
		return fmt.Errorf("policy pack cannot be served: %w", err)
	}
	configuration, err := proxy.AwaitConfiguration(ctx)
	if err != nil {
		return fmt.Errorf("policy pack got no stack configuration: %w", err)
	}
	environment, err := policyPackEnvironment(configuration)
	if err != nil {
		return err
	}
	command, err := start(packOutput, environment)
	if err != nil {
		return err
	}
	if err := proxy.Attach(ctx, command); err != nil {
		return fmt.Errorf("policy pack ended: %w", err)
	}
	return nil
}

func policyPackEnvironment(configuration *pulumirpc.AnalyzerStackConfigureRequest) ([]string, error) {
	if configuration == nil {
		return nil, nil
	}
	environment := []string{"PULUMI_NODEJS_DRY_RUN=" + strconv.FormatBool(configuration.DryRun)}
	for name, value := range map[string]string{
		"PULUMI_NODEJS_ORGANIZATION": configuration.Organization,
		"PULUMI_NODEJS_PROJECT":      configuration.Project,
		"PULUMI_NODEJS_STACK":        configuration.Stack,
	} {
		if value != "" {
			environment = append(environment, name+"="+value)
		}
	}
	if configuration.Config != nil {
		encoded, err := json.Marshal(configuration.Config)
		if err != nil {
			return nil, fmt.Errorf("stack configuration cannot be encoded: %w", err)
		}
		environment = append(environment, "PULUMI_CONFIG="+string(encoded))
	}
	return environment, nil
}
