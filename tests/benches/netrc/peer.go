// Times the kind of work that cmd/go does with a netrc, whose own reader cannot be called from outside: the lines of the
// file, the fields of each line, and these in pairs. It is our own program, and none of Go's code is in it.
//
// peer FILE HOST ROUNDS prints the version and the median in seconds.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"time"
)

type entry struct{ machine, login, password string }

func read(text string) (entries []entry) {
	var current entry
	inMacro := false
	for _, line := range strings.Split(text, "\n") {
		if inMacro {
			inMacro = line != ""
			continue
		}
		words := strings.Fields(line)
		for ; len(words) > 1; words = words[2:] {
			switch words[0] {
			case "machine":
				current = entry{machine: words[1]}
			case "login":
				current.login = words[1]
			case "password":
				current.password = words[1]
			case "macdef":
				inMacro = true
			}
			if current.machine != "" && current.login != "" && current.password != "" {
				entries = append(entries, current)
				current = entry{}
			}
		}
		if len(words) == 1 && words[0] == "default" {
			break
		}
	}
	return entries
}

func find(entries []entry, host string) bool {
	for _, entry := range entries {
		if entry.machine == host {
			return true
		}
	}
	return false
}

func main() {
	bytes, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	text, host := string(bytes), os.Args[2]
	rounds, err := strconv.Atoi(os.Args[3])
	if err != nil {
		panic(err)
	}
	times := make([]float64, rounds)
	for round := range times {
		began := time.Now()
		found := find(read(text), host)
		times[round] = time.Since(began).Seconds()
		if !found {
			panic("not found")
		}
	}
	sort.Float64s(times)
	fmt.Println(strings.TrimPrefix(runtime.Version(), "go"), times[rounds/2])
}
