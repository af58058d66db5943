package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

const (
	// @pulumi/pulumi exits with this code when it has already shown the user what is wrong.
	exitCodeAlreadyReported = 32
	// How long a cancelled program may take to end on an interrupt before it is killed.
	cancelGrace = 5 * time.Second
)

// Run executes a Pulumi program to its end. What it prints goes to our own stdout and stderr, which the engine shows.
func (host *languageHost) Run(ctx context.Context, req *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	engine, connection, err := host.dialEngine()
	if err != nil {
		return nil, err
	}
	defer connection.Close()

	options, err := readOptions(req.Info)
	if err != nil {
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	node, err := findNode(req.Info.ProgramDirectory)
	if err != nil {
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	entry, err := resolveModule(ctx, node, modulePath("@pulumi/pulumi/cmd/run"), req.Info.ProgramDirectory,
		"`npm install` or `pulumi install`")
	if err != nil {
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	environment, err := programEnvironment(req, options)
	if err != nil {
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}

	// The program ends with the engine's call as well as with the engine's wish to cancel.
	running, end := context.WithCancel(host.programs)
	defer end()
	defer context.AfterFunc(ctx, end)()

	arguments := options.nodeargs
	var debugger *debugger
	if req.GetAttachDebugger() {
		debugger, err = newDebugger("Pulumi: Program (nodejs)")
		if err != nil {
			return &pulumirpc.RunResponse{Error: err.Error()}, nil
		}
		arguments = append(arguments, debugger.arguments()...)
	}
	arguments = append(arguments, programArguments(req, entry, host.engine(), host.tracing)...)

	command := exec.CommandContext(running, node, arguments...)
	command.Env = environment
	interruptOnCancel(command)
	// Node may set the files it writes to into non-blocking mode. Wrapped writers make it write to pipes
	// instead of to our own stdout and stderr.
	memory := &memoryWatch{next: os.Stderr}
	command.Stdout = struct{ io.Writer }{os.Stdout}
	command.Stderr = memory

	if err := command.Start(); err != nil {
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("%s cannot be started: %v", node, err)}, nil
	}
	if debugger != nil {
		if err := debugger.announce(ctx, engine, command.Process.Pid); err != nil {
			end()
			_ = command.Wait()
			return &pulumirpc.RunResponse{Error: err.Error()}, nil
		}
	}
	return programResult(command.Wait(), memory), nil
}

// interruptOnCancel asks the process to end, and kills it only if it does not within the grace.
func interruptOnCancel(command *exec.Cmd) {
	command.Cancel = func() error {
		if err := command.Process.Signal(os.Interrupt); err != nil {
			return command.Process.Kill()
		}
		return nil
	}
	command.WaitDelay = cancelGrace
}

func programResult(ended error, memory *memoryWatch) *pulumirpc.RunResponse {
	if ended == nil {
		return &pulumirpc.RunResponse{}
	}
	var exit *exec.ExitError
	if !errors.As(ended, &exit) {
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("Program did not run to its end: %v", ended)}
	}
	if exit.ExitCode() == exitCodeAlreadyReported {
		return &pulumirpc.RunResponse{Bail: true}
	}
	message := fmt.Sprintf("Program exited with non-zero exit code: %d", exit.ExitCode())
	if memory.exhausted() {
		message += ". It ran out of memory: set `nodeargs: --max-old-space-size=<megabytes>` under runtime.options " +
			"in Pulumi.yaml"
	}
	return &pulumirpc.RunResponse{Error: message}
}
