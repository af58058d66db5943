package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/logging"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// GetRequiredPackages finds the providers that a program needs: every package below its folder's node_modules that
// says so in its package.json. What cannot be read is logged and passed over, the engine asks for a provider again
// when a resource needs it.
func (host *languageHost) GetRequiredPackages(
	_ context.Context, req *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	search := &packageSearch{visited: map[string]bool{}, sdks: map[string]semver.Version{}}
	search.folder(req.Info.ProgramDirectory, false)
	search.warnOfSeveralSDKs()
	return &pulumirpc.GetRequiredPackagesResponse{Packages: search.found}, nil
}

type packageSearch struct {
	// visited folders, by their real path: links between packages make circles.
	visited map[string]bool
	found   []*pulumirpc.PackageDependency
	// sdks are the copies of @pulumi/pulumi, by the path of their package.json.
	sdks map[string]semver.Version
}

// folder searches one folder and what lies below it. Only what lies in a node_modules is a dependency.
func (search *packageSearch) folder(path string, dependency bool) {
	real, err := filepath.EvalSymlinks(path)
	if err == nil {
		real, err = filepath.Abs(real)
	}
	if err != nil {
		search.passOver(path, err)
		return
	}
	if search.visited[real] {
		return
	}
	search.visited[real] = true

	entries, err := os.ReadDir(real)
	if err != nil {
		search.passOver(real, err)
		return
	}
	inside := dependency || filepath.Base(path) == "node_modules"
	for _, entry := range entries {
		child := filepath.Join(real, entry.Name())
		// Stat follows links, which entry.IsDir does not.
		info, err := os.Stat(child)
		switch {
		case err != nil:
			search.passOver(child, err)
		case info.IsDir():
			if !isPolicyPack(child) {
				search.folder(child, inside)
			}
		case dependency && entry.Name() == "package.json":
			if err := search.manifest(child); err != nil {
				search.passOver(child, err)
			}
		}
	}
}

// A policy pack inside a project has dependencies of its own, which the program does not need.
func isPolicyPack(folder string) bool {
	file, err := workspace.DetectPolicyPackPathAt(folder)
	return err == nil && file != ""
}

func (search *packageSearch) manifest(path string) error {
	manifest, err := readManifest(path)
	if err != nil {
		return err
	}
	if manifest.Name == "@pulumi/pulumi" {
		version, err := semver.Parse(manifest.Version)
		if err != nil {
			return fmt.Errorf("version %q: %w", manifest.Version, err)
		}
		search.sdks[path] = version
	}
	dependency, err := manifest.provider()
	if dependency != nil {
		search.found = append(search.found, dependency)
	}
	return err
}

// Copies of @pulumi/pulumi of different major versions do not understand each other's resources.
func (search *packageSearch) warnOfSeveralSDKs() {
	var firstPath string
	for path, version := range search.sdks {
		if firstPath == "" {
			firstPath = path
		}
		if first := search.sdks[firstPath]; first.Major != version.Major {
			fmt.Fprintf(os.Stderr, "Several major versions of @pulumi/pulumi are installed, keep one: %s at %s, %s at %s\n",
				first, firstPath, version, path)
			return
		}
	}
}

func (search *packageSearch) passOver(path string, err error) {
	logging.V(3).Infof("passed over in the search for required packages: %s: %v", path, err)
}
