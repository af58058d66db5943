package main

import (
	"bytes"
	"io"
	"sync/atomic"
)

// What Node prints when its heap is full. The second comes instead of the first when the inspector is in use,
// as it is under @pulumi/pulumi.
var memoryMarks = [][]byte{
	[]byte("<--- Last few GCs --->"),
	[]byte("Check failed: needs_context && current_scope_ == closure_scope_"),
}

// memoryWatch passes a process's stderr on and notes whether the process died of a full heap.
type memoryWatch struct {
	next io.Writer
	// tail is the end of what came before, for marks that are split between two writes.
	tail []byte
	seen atomic.Bool
}

func (watch *memoryWatch) Write(output []byte) (int, error) {
	if !watch.seen.Load() {
		window := append(watch.tail, output...)
		longest := 0
		for _, mark := range memoryMarks {
			if bytes.Contains(window, mark) {
				watch.seen.Store(true)
			}
			longest = max(longest, len(mark))
		}
		watch.tail = append([]byte(nil), window[max(0, len(window)-longest):]...)
	}
	return watch.next.Write(output)
}

func (watch *memoryWatch) exhausted() bool {
	return watch.seen.Load()
}
