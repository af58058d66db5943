package main

import (
	"fmt"

	"github.com/google/shlex"
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// runtimeOptions is what stands under `runtime.options` in Pulumi.yaml, PulumiPlugin.yaml or PulumiPolicy.yaml.
type runtimeOptions struct {
	// typescript: load the program through ts-node. Off for programs that Node itself can read.
	typescript bool
	// tsconfig: path of the tsconfig.json for ts-node.
	tsconfig string
	// nodeargs: arguments of the node process, split as a shell would.
	nodeargs []string
	// packagemanager: auto, npm, yarn, pnpm or bun.
	packagemanager npm.PackageManagerType
	// production: install no devDependencies.
	production bool
}

func readOptions(info *pulumirpc.ProgramInfo) (runtimeOptions, error) {
	given := info.GetOptions().AsMap()
	options := runtimeOptions{typescript: true, packagemanager: npm.AutoPackageManager}

	if err := readOption(given, "typescript", "a boolean", &options.typescript); err != nil {
		return options, err
	}
	if err := readOption(given, "tsconfig", "a string", &options.tsconfig); err != nil {
		return options, err
	}
	if err := readOption(given, "production", "a boolean", &options.production); err != nil {
		return options, err
	}

	var nodeargs, manager string
	if err := readOption(given, "nodeargs", "a string", &nodeargs); err != nil {
		return options, err
	}
	split, err := shlex.Split(nodeargs)
	if err != nil {
		return options, fmt.Errorf("runtime.options.nodeargs: %q cannot be split into arguments: %w", nodeargs, err)
	}
	options.nodeargs = split

	if err := readOption(given, "packagemanager", "a string", &manager); err != nil {
		return options, err
	}
	switch chosen := npm.PackageManagerType(manager); chosen {
	case "":
	case npm.AutoPackageManager, npm.NpmPackageManager, npm.YarnPackageManager,
		npm.PnpmPackageManager, npm.BunPackageManager:
		options.packagemanager = chosen
	default:
		return options, fmt.Errorf(
			"runtime.options.packagemanager: must be auto, npm, yarn, pnpm or bun, is %q", manager)
	}
	return options, nil
}

// readOption leaves target as it is where the option is absent.
func readOption[T any](given map[string]any, name, expected string, target *T) error {
	value, present := given[name]
	if !present {
		return nil
	}
	typed, fits := value.(T)
	if !fits {
		return fmt.Errorf("runtime.options.%s: must be %s, is %v", name, expected, value)
	}
	*target = typed
	return nil
}

// environment tells @pulumi/pulumi how to load the program's source.
func (options runtimeOptions) environment() []string {
	var environment []string
	if options.typescript {
		environment = append(environment, "PULUMI_NODEJS_TYPESCRIPT=true")
	}
	if options.tsconfig != "" {
		environment = append(environment, "PULUMI_NODEJS_TSCONFIG_PATH="+options.tsconfig)
	}
	return environment
}
