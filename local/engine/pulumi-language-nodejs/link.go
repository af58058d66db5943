package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/pkg/v3/codegen/cgstrings"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/fsutil"
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// Link makes generated SDKs dependencies of a program, as `file:` paths in its package.json, and answers how to
// import them.
func (host *languageHost) Link(ctx context.Context, req *pulumirpc.LinkRequest) (*pulumirpc.LinkResponse, error) {
	options, err := readOptions(req.Info)
	if err != nil {
		return nil, err
	}
	manager, err := packageManager(req.Info)
	if err != nil {
		return nil, err
	}
	client, err := schema.NewLoaderClient(req.LoaderTarget)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	loader := schema.NewCachedLoader(client)

	folder := req.Info.ProgramDirectory
	style := newImportStyle(options, folder)
	var lines strings.Builder
	fmt.Fprintf(&lines, "You can import the SDK in your %s code with:\n\n", style.language)
	for _, dependency := range req.Packages {
		linked, err := loadPackage(ctx, loader, dependency.Package)
		if err != nil {
			return nil, err
		}
		name := npmName(linked)
		if err := manager.Link(ctx, folder, name, dependency.Path); err != nil {
			return nil, fmt.Errorf("%s cannot be added to package.json: %w", name, err)
		}
		fmt.Fprintf(&lines, style.statement, cgstrings.Camel(linked.Name), name)
	}
	return &pulumirpc.LinkResponse{ImportInstructions: lines.String()}, nil
}

func loadPackage(
	ctx context.Context, loader schema.Loader, dependency *pulumirpc.PackageDependency,
) (*schema.Package, error) {
	descriptor := &schema.PackageDescriptor{Name: dependency.Name, DownloadURL: dependency.Server}
	// A package without a proper version is looked for without one.
	if version, err := semver.Parse(dependency.Version); err == nil {
		descriptor.Version = &version
	}
	if given := dependency.Parameterization; given != nil {
		descriptor.Parameterization = &schema.ParameterizationDescriptor{Name: given.Name, Value: given.Value}
		if version, err := semver.Parse(given.Version); err == nil {
			descriptor.Parameterization.Version = version
		}
	}
	reference, err := schema.LoadPackageReferenceV2(ctx, loader, descriptor)
	if err != nil {
		return nil, fmt.Errorf("schema of package %s: %w", dependency.Name, err)
	}
	loaded, err := reference.Definition()
	if err != nil {
		return nil, fmt.Errorf("schema of package %s: %w", dependency.Name, err)
	}
	return loaded, loaded.ImportLanguages(map[string]schema.Language{"nodejs": nodejs.Importer})
}

func npmName(linked *schema.Package) string {
	if info, own := linked.Language["nodejs"].(nodejs.NodePackageInfo); own && info.PackageName != "" {
		return info.PackageName
	}
	scope := linked.Namespace
	if scope == "" {
		scope = "pulumi"
	}
	return "@" + scope + "/" + linked.Name
}

// importStyle is how the program's source imports a package; the statement takes a local and a package name.
type importStyle struct {
	language  string
	statement string
}

func newImportStyle(options runtimeOptions, folder string) importStyle {
	const modules = "  import * as %s from \"%s\";\n"
	_, err := fsutil.Searchup(folder, "tsconfig.json")
	if options.typescript || options.tsconfig != "" || err == nil {
		return importStyle{language: "TypeScript", statement: modules}
	}
	if path, err := npm.SearchupPackageManifest(folder); err == nil && path != "" {
		content, _, err := npm.ReadPackageManifest(filepath.Dir(path))
		if err == nil && content["type"] == "module" {
			return importStyle{language: "JavaScript", statement: modules}
		}
	}
	return importStyle{language: "JavaScript", statement: "  const %s = require(\"%s\");\n"}
}
