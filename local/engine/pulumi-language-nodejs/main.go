// Command pulumi-language-nodejs is the language host that lets the Pulumi engine run Node.js programs,
// provider plugins and policy packs. It stands in for the host of the official release where that release
// cannot be downloaded, and keeps to its behaviour: what runs under one runs under the other.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/cmdutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/logging"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/version"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// How often the host asks whether its engine still lives. An engine that was killed hard must not leave us behind.
const engineWatchInterval = 5 * time.Second

func main() {
	tracing := flag.String("tracing", "", "endpoint that receives traces, passed on to the program")
	runtime := flag.String("runtime", "nodejs", "runtime to serve; only nodejs is known")
	showVersion := flag.Bool("version", false, "print the version and exit")
	flag.Parse()

	if *showVersion {
		fmt.Println(version.Version)
		return
	}
	if *runtime != "nodejs" {
		cmdutil.Exit(fmt.Errorf("runtime %q is not served here, only nodejs is", *runtime))
	}
	logging.InitLogging(false, 0, false)

	if err := serve(flag.Arg(0), *tracing); err != nil {
		cmdutil.Exit(err)
	}
}

// serve answers the engine on a free port until the engine or the process is gone. The port is the first
// line on stdout, as of every Pulumi plugin.
func serve(engineAddress, tracing string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()

	host := newLanguageHost(stop, tracing)
	if engineAddress != "" {
		if err := host.attach(ctx, engineAddress); err != nil {
			return err
		}
	}

	finished := make(chan bool)
	go func() {
		<-ctx.Done()
		host.cancelPrograms()
		close(finished)
	}()
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: finished,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, host)
			return nil
		},
		Options: rpcutil.TracingServerInterceptorOptions(nil),
	})
	if err != nil {
		return fmt.Errorf("language host cannot listen: %w", err)
	}
	fmt.Println(handle.Port)

	if err := <-handle.Done; err != nil {
		return fmt.Errorf("language host stopped: %w", err)
	}
	return nil
}
