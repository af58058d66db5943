package main

import (
	"errors"
	"fmt"
	"io"
	"os/exec"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// RunPlugin runs a plugin from its source until it ends, streaming what it prints: a provider through
// @pulumi/pulumi/cmd/run-plugin, a policy pack through @pulumi/pulumi/cmd/run-policy-pack.
func (host *languageHost) RunPlugin(
	req *pulumirpc.RunPluginRequest, server pulumirpc.LanguageRuntime_RunPluginServer,
) error {
	engine, connection, err := host.dialEngine()
	if err != nil {
		return err
	}
	defer connection.Close()
	streams, stdout, stderr, err := rpcutil.MakeRunPluginStreams(server, false)
	if err != nil {
		return fmt.Errorf("output of plugin %s cannot be streamed: %w", req.Name, err)
	}
	defer streams.Close()
	stdout, stderr = oneAtATime(stdout, stderr)

	launch, err := newPluginLaunch(server.Context(), req)
	if err != nil {
		return err
	}
	var debugger *debugger
	if req.GetAttachDebugger() {
		if debugger, err = newDebugger(fmt.Sprintf("Pulumi: Plugin (%s)", req.Name)); err != nil {
			return err
		}
		launch.inspector = debugger.arguments()
	}

	start := func(stdout io.Writer, environment []string) (*exec.Cmd, error) {
		command := launch.command(environment)
		command.Stdout, command.Stderr = stdout, stderr
		if err := command.Start(); err != nil {
			return nil, fmt.Errorf("%s cannot be started: %w", launch.node, err)
		}
		if debugger != nil {
			if err := debugger.announce(server.Context(), engine, command.Process.Pid); err != nil {
				return nil, errors.Join(err, command.Process.Kill(), command.Wait())
			}
		}
		return command, nil
	}
	if req.Kind == string(apitype.AnalyzerPlugin) {
		err = runPolicyPack(server.Context(), stdout, start)
	} else {
		err = runToEnd(stdout, start)
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return fmt.Errorf("Program exited with non-zero exit code: %d", exit.ExitCode())
	}
	if err != nil {
		return err
	}
	return streams.Close()
}

func runToEnd(stdout io.Writer, start func(io.Writer, []string) (*exec.Cmd, error)) error {
	command, err := start(stdout, nil)
	if err != nil {
		return err
	}
	return command.Wait()
}
