package main

import (
	"context"
	"os/exec"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// pluginLaunch is everything that it takes to start a plugin, once or under a debugger.
type pluginLaunch struct {
	ctx       context.Context
	node      string
	inspector []string
	// arguments after the inspector's: entry module, node arguments and the plugin's own, in the order that
	// the entry module reads them.
	arguments   []string
	folder      string
	environment []string
}

func newPluginLaunch(ctx context.Context, req *pulumirpc.RunPluginRequest) (*pluginLaunch, error) {
	source := req.Info.ProgramDirectory
	options, err := readOptions(req.Info)
	if err != nil {
		return nil, err
	}
	node, err := findNode(source)
	if err != nil {
		return nil, err
	}
	policyPack := req.Kind == string(apitype.AnalyzerPlugin)
	module := modulePath("@pulumi/pulumi/cmd/run-plugin")
	if policyPack {
		module = "@pulumi/pulumi/cmd/run-policy-pack"
	}
	entry, err := resolveModule(ctx, node, module, source, "`npm install` in that folder")
	if err != nil {
		return nil, err
	}

	launch := &pluginLaunch{
		ctx:         ctx,
		node:        node,
		arguments:   slices.Concat([]string{entry}, options.nodeargs),
		environment: slices.Concat(req.Env, options.environment()),
	}
	if policyPack {
		// Policy packs have always run in their own folder, and read it as the last argument.
		launch.folder = source
		launch.arguments = slices.Concat(launch.arguments, req.Args, []string{source})
	} else {
		launch.folder = req.Pwd
		launch.arguments = slices.Concat(launch.arguments, []string{source}, req.Args)
	}
	return launch, nil
}

func (launch *pluginLaunch) command(environment []string) *exec.Cmd {
	command := exec.CommandContext(launch.ctx, launch.node, slices.Concat(launch.inspector, launch.arguments)...)
	command.Dir = launch.folder
	command.Env = slices.Concat(launch.environment, environment)
	return command
}
