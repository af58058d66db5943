package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/fsutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// Pack builds a generated SDK and packs it as npm would publish it.
func (host *languageHost) Pack(ctx context.Context, req *pulumirpc.PackRequest) (*pulumirpc.PackResponse, error) {
	npm, err := exec.LookPath("npm")
	if err != nil {
		return nil, fmt.Errorf("npm: not found on PATH; it comes with Node.js: %w", err)
	}
	run := func(stdout io.Writer, arguments ...string) error {
		fmt.Fprintf(os.Stderr, "$ npm %s\n", strings.Join(arguments, " "))
		command := exec.CommandContext(ctx, npm, arguments...)
		command.Dir = req.PackageDirectory
		command.Stdout, command.Stderr = stdout, struct{ io.Writer }{os.Stderr}
		if err := command.Run(); err != nil {
			return fmt.Errorf("npm %s: %w", arguments[0], err)
		}
		return nil
	}

	console := struct{ io.Writer }{os.Stdout}
	if err := run(console, "install"); err != nil {
		return nil, err
	}
	if err := run(console, "run", "build"); err != nil {
		return nil, err
	}
	// The build compiles into bin, which lacks the manifest until now.
	built := filepath.Join(req.PackageDirectory, "bin")
	if err := fsutil.CopyFile(
		filepath.Join(built, "package.json"), filepath.Join(req.PackageDirectory, "package.json"), nil,
	); err != nil {
		return nil, err
	}
	var name bytes.Buffer
	if err := run(&name, "pack", built, "--pack-destination", req.DestinationDirectory); err != nil {
		return nil, err
	}
	return &pulumirpc.PackResponse{
		ArtifactPath: filepath.Join(req.DestinationDirectory, strings.TrimSpace(name.String())),
	}, nil
}
