package main

import (
	"io"
	"os"
	"sync"
)

// oneAtATime guards the two ends of one gRPC stream, which must not be written to at the same time. A terminal
// guards itself, and has to stay a file for the process that writes to it to see a terminal.
func oneAtATime(stdout, stderr io.Writer) (io.Writer, io.Writer) {
	if _, terminal := stdout.(*os.File); terminal {
		return stdout, stderr
	}
	turn := &sync.Mutex{}
	return &guardedWriter{turn: turn, next: stdout}, &guardedWriter{turn: turn, next: stderr}
}

type guardedWriter struct {
	turn *sync.Mutex
	next io.Writer
}

func (writer *guardedWriter) Write(output []byte) (int, error) {
	writer.turn.Lock()
	defer writer.turn.Unlock()
	return writer.next.Write(output)
}
