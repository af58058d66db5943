package main

import (
	"context"
	"fmt"
	"os/exec"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// About describes what runs the program. A version that cannot be had is left out: `pulumi about` is asked for
// when something is broken.
func (host *languageHost) About(
	ctx context.Context, req *pulumirpc.AboutRequest,
) (*pulumirpc.AboutResponse, error) {
	folder := req.Info.ProgramDirectory
	manager, err := packageManager(req.Info)
	if err != nil {
		return nil, err
	}
	node, err := findNode(folder)
	if err != nil {
		return nil, err
	}

	metadata := map[string]string{"packagemanager": manager.Name(), "packagemanagerVersion": ""}
	if version, err := manager.Version(); err == nil {
		metadata["packagemanagerVersion"] = version.String()
	}
	typescript := "process.stdout.write(require('typescript/package.json').version)"
	if version := outputOf(ctx, folder, node, "-e", typescript); version != "" {
		metadata["typescriptVersion"] = version
	}
	return &pulumirpc.AboutResponse{
		Executable: node,
		Version:    outputOf(ctx, folder, node, "--version"),
		Metadata:   metadata,
	}, nil
}

// outputOf answers nothing where the command fails.
func outputOf(ctx context.Context, folder, executable string, arguments ...string) string {
	command := exec.CommandContext(ctx, executable, arguments...)
	command.Dir = folder
	output, err := command.Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(output))
}

func packageManager(info *pulumirpc.ProgramInfo) (npm.PackageManager, error) {
	options, err := readOptions(info)
	if err != nil {
		return nil, err
	}
	manager, err := npm.ResolvePackageManager(options.packagemanager, info.ProgramDirectory)
	if err != nil {
		return nil, fmt.Errorf("package manager of %s: %w", info.ProgramDirectory, err)
	}
	return manager, nil
}

func (host *languageHost) GetProgramDependencies(
	ctx context.Context, req *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	manager, err := packageManager(req.Info)
	if err != nil {
		return nil, err
	}
	packages, err := manager.ListPackages(ctx, req.Info.ProgramDirectory, req.TransitiveDependencies)
	if err != nil {
		return nil, fmt.Errorf("dependencies of %s: %w", req.Info.ProgramDirectory, err)
	}
	response := &pulumirpc.GetProgramDependenciesResponse{}
	for _, dependency := range packages {
		response.Dependencies = append(response.Dependencies, &pulumirpc.DependencyInfo{
			Name:    dependency.Name,
			Version: dependency.Version,
		})
	}
	return response, nil
}

// RuntimeOptionsPrompts is what `pulumi new` asks.
func (host *languageHost) RuntimeOptionsPrompts(
	_ context.Context, req *pulumirpc.RuntimeOptionsRequest,
) (*pulumirpc.RuntimeOptionsResponse, error) {
	if _, chosen := req.Info.GetOptions().AsMap()["packagemanager"]; chosen {
		return &pulumirpc.RuntimeOptionsResponse{}, nil
	}
	return &pulumirpc.RuntimeOptionsResponse{Prompts: []*pulumirpc.RuntimeOptionPrompt{{
		Key:         "packagemanager",
		Description: "The package manager that installs dependencies",
		PromptType:  pulumirpc.RuntimeOptionPrompt_STRING,
		Choices:     plugin.MakeExecutablePromptChoices("npm", "pnpm", "yarn", "bun"),
		Default: &pulumirpc.RuntimeOptionPrompt_RuntimeOptionValue{
			PromptType:  pulumirpc.RuntimeOptionPrompt_STRING,
			StringValue: "npm",
		},
	}}}, nil
}

// Template has nothing to adjust in what `pulumi new` laid down.
func (host *languageHost) Template(
	context.Context, *pulumirpc.TemplateRequest,
) (*pulumirpc.TemplateResponse, error) {
	return &pulumirpc.TemplateResponse{}, nil
}
