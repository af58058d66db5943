package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// findNode answers the path of the node that runs what lies in folder: the one that the project brings as a
// package, else the one on PATH.
func findNode(folder string) (string, error) {
	name := "node"
	if runtime.GOOS == "windows" {
		name = "node.cmd"
	}
	for current := filepath.Clean(folder); ; current = filepath.Dir(current) {
		candidate := filepath.Join(current, "node_modules", ".bin", name)
		if found, err := exec.LookPath(candidate); err == nil {
			return found, nil
		}
		if current == filepath.Dir(current) {
			break
		}
	}
	found, err := exec.LookPath("node")
	if err != nil {
		return "", fmt.Errorf("node: not found in node_modules/.bin nor on PATH; install Node.js: %w", err)
	}
	return found, nil
}

// resolveModule answers the file that node loads for a module name, seen from folder. Which copy of
// @pulumi/pulumi runs the program is thereby the program's own choice.
func resolveModule(ctx context.Context, node, module, folder, install string) (string, error) {
	// One line only: shims of node version managers garble arguments that have several.
	const script = `try{process.stdout.write(require.resolve(process.argv[1]))}` +
		`catch(e){process.stderr.write(e.code==='MODULE_NOT_FOUND'?'missing':e.message);process.exit(1)}`
	command := exec.CommandContext(ctx, node, "-e", script, module)
	command.Dir = folder
	output, err := command.Output()
	if err == nil {
		return string(output), nil
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return "", fmt.Errorf("%s cannot be started: %w", node, err)
	}
	if reason := strings.TrimSpace(string(exit.Stderr)); reason != "missing" {
		return "", fmt.Errorf("%s cannot be loaded from %s: %s", module, folder, reason)
	}
	return "", fmt.Errorf("%s is not installed for %s: run %s", module, folder, install)
}

// modulePath lets tests of the Pulumi SDK itself put another entry module in place of the usual one.
func modulePath(usual string) string {
	if replaced := os.Getenv("PULUMI_LANGUAGE_NODEJS_RUN_PATH"); replaced != "" {
		return replaced
	}
	return usual
}
