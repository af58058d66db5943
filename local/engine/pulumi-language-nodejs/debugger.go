package main

import (
	"context"
	"fmt"
	"net"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

// The port that editors try first.
const usualInspectorPort = 9229

// debugger is the inspector of a program or plugin started with --attach-debugger: it waits there for an editor.
type debugger struct {
	name string
	port int
}

func newDebugger(name string) (*debugger, error) {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", usualInspectorPort))
	if err != nil {
		listener, err = net.Listen("tcp", "127.0.0.1:0")
	}
	if err != nil {
		return nil, fmt.Errorf("no port is free for the debugger: %w", err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	if err := listener.Close(); err != nil {
		return nil, fmt.Errorf("port %d cannot be given to the debugger: %w", port, err)
	}
	return &debugger{name: name, port: port}, nil
}

// arguments of node; the second keeps Node's own «Debugger listening» line away.
func (debugger *debugger) arguments() []string {
	return []string{fmt.Sprintf("--inspect-brk=%d", debugger.port), "--inspect-publish-uid=http"}
}

// announce tells the engine, and through it the editor, how to attach.
func (debugger *debugger) announce(ctx context.Context, engine pulumirpc.EngineClient, pid int) error {
	message := fmt.Sprintf("on process id %d", pid)
	attach := map[string]any{
		"name":             debugger.name,
		"type":             "node",
		"request":          "attach",
		"processId":        pid,
		"continueOnAttach": true,
		"skipFiles":        []any{"<node_internals>/**"},
	}
	if debugger.port != usualInspectorPort {
		message += fmt.Sprintf(" and port %d", debugger.port)
		attach["port"] = debugger.port
	}
	configuration, err := structpb.NewStruct(attach)
	if err != nil {
		return fmt.Errorf("debugger configuration cannot be encoded: %w", err)
	}
	if _, err := engine.StartDebugging(ctx, &pulumirpc.StartDebuggingRequest{
		Config:  configuration,
		Message: message,
	}); err != nil {
		return fmt.Errorf("debugger cannot be announced: %w", err)
	}
	return nil
}
