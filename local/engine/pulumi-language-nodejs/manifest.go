package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// manifest is the part of a package.json that names the provider behind the package.
type manifest struct {
	Name    string                  `json:"name"`
	Version string                  `json:"version"`
	Pulumi  plugin.PulumiPluginJSON `json:"pulumi"`
}

func readManifest(path string) (manifest, error) {
	var read manifest
	content, err := os.ReadFile(path)
	if err != nil {
		return read, err
	}
	if err := json.Unmarshal(content, &read); err != nil {
		return read, fmt.Errorf("%s is no JSON that npm would write: %w", path, err)
	}
	return read, nil
}

// provider answers nil for a package without one.
func (manifest manifest) provider() (*pulumirpc.PackageDependency, error) {
	if !manifest.Pulumi.Resource {
		return nil, nil
	}
	name, err := manifest.providerName()
	if err != nil {
		return nil, err
	}
	version := manifest.Pulumi.Version
	if version == "" {
		version = manifest.Version
	}
	if version == "" {
		return nil, fmt.Errorf("package %s names no version", manifest.Name)
	}
	if !strings.HasPrefix(version, "v") {
		version = "v" + version
	}
	return &pulumirpc.PackageDependency{
		Name:             name,
		Kind:             "resource",
		Version:          version,
		Server:           manifest.Pulumi.Server,
		Parameterization: parameterization(manifest.Pulumi.Parameterization),
		Extension:        parameterization(manifest.Pulumi.ExtensionParameterization),
	}, nil
}

// Only Pulumi's own packages are named as their providers are; any other must say.
func (manifest manifest) providerName() (string, error) {
	if manifest.Pulumi.Name != "" {
		return manifest.Pulumi.Name, nil
	}
	if manifest.Name == "" {
		return "", errors.New("package names neither itself nor its provider")
	}
	name, own := strings.CutPrefix(manifest.Name, "@pulumi/")
	if !own {
		return "", fmt.Errorf("package %s names no provider: pulumi.name is missing in its package.json", manifest.Name)
	}
	return name, nil
}

func parameterization(given *plugin.PulumiParameterizationJSON) *pulumirpc.PackageParameterization {
	if given == nil {
		return nil
	}
	return &pulumirpc.PackageParameterization{Name: given.Name, Version: given.Version, Value: given.Value}
}
