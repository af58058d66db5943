package main

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/version"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/emptypb"
)

// languageHost serves pulumirpc.LanguageRuntime. Calls that it does not override answer «unimplemented».
type languageHost struct {
	pulumirpc.UnimplementedLanguageRuntimeServer

	tracing string
	// stop ends the whole host.
	stop context.CancelFunc
	// programs is cancelled by the engine's Cancel call; every program runs under it.
	programs       context.Context
	cancelPrograms context.CancelFunc

	mutex         sync.Mutex
	engineAddress string
}

func newLanguageHost(stop context.CancelFunc, tracing string) *languageHost {
	programs, cancelPrograms := context.WithCancel(context.Background())
	return &languageHost{tracing: tracing, stop: stop, programs: programs, cancelPrograms: cancelPrograms}
}

// attach remembers the engine and ends the host when that engine is gone.
func (host *languageHost) attach(ctx context.Context, address string) error {
	host.mutex.Lock()
	host.engineAddress = address
	host.mutex.Unlock()
	if err := rpcutil.Healthcheck(ctx, address, engineWatchInterval, host.stop); err != nil {
		return fmt.Errorf("engine at %s cannot be watched: %w", address, err)
	}
	return nil
}

func (host *languageHost) engine() string {
	host.mutex.Lock()
	defer host.mutex.Unlock()
	return host.engineAddress
}

func (host *languageHost) Handshake(
	_ context.Context, req *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	// The watch outlives the call, so it cannot run under the call's context.
	if err := host.attach(context.Background(), req.EngineAddress); err != nil {
		return nil, err
	}
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

func (host *languageHost) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version.Version}, nil
}

func (host *languageHost) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	host.cancelPrograms()
	return &emptypb.Empty{}, nil
}

// dialEngine connects to the engine for calls of our own. The caller closes the connection.
func (host *languageHost) dialEngine() (pulumirpc.EngineClient, *grpc.ClientConn, error) {
	address := host.engine()
	if address == "" {
		return nil, nil, errors.New("no engine is attached: call Handshake first")
	}
	connection, err := grpc.NewClient(address, append(
		rpcutil.TracingInterceptorDialOptions(),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		rpcutil.GrpcChannelOptions(),
	)...)
	if err != nil {
		return nil, nil, fmt.Errorf("engine at %s cannot be reached: %w", address, err)
	}
	return pulumirpc.NewEngineClient(connection), connection, nil
}
