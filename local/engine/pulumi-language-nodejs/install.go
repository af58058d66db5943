package main

import (
	"errors"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// InstallDependencies installs the packages of a program, plugin or policy pack, at the root of its npm, yarn or
// pnpm workspace if it belongs to one.
func (host *languageHost) InstallDependencies(
	req *pulumirpc.InstallDependenciesRequest, server pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	streams, stdout, stderr, err := rpcutil.MakeInstallDependenciesStreams(server, req.IsTerminal)
	if err != nil {
		return fmt.Errorf("output of the installation cannot be streamed: %w", err)
	}
	defer streams.Close()
	stdout, stderr = oneAtATime(stdout, stderr)

	options, err := readOptions(req.Info)
	if err != nil {
		return err
	}
	folder := req.Info.ProgramDirectory
	root, err := npm.FindWorkspaceRoot(folder)
	switch {
	case err == nil:
		folder = root
		fmt.Fprintf(stdout, "Workspace root: %s\n", folder)
	case !errors.Is(err, npm.ErrNotInWorkspace):
		return fmt.Errorf("workspace of %s cannot be found: %w", folder, err)
	}

	fmt.Fprint(stdout, "Installing dependencies...\n\n")
	if _, err := npm.Install(
		server.Context(), options.packagemanager, folder, options.production, stdout, stderr,
	); err != nil {
		return err
	}
	fmt.Fprint(stdout, "Finished installing dependencies\n\n")
	return streams.Close()
}
