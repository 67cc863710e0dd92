// Lets go-tuf judge repositories; python-tuf.py has the protocol.
package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"runtime/debug"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
	"github.com/theupdateframework/go-tuf/v2/metadata/config"
	"github.com/theupdateframework/go-tuf/v2/metadata/updater"
)

const module = "github.com/theupdateframework/go-tuf/v2"

type question struct {
	Root    []byte            `json:"root"`
	Files   map[string][]byte `json:"files"`
	Now     time.Time         `json:"now"`
	Targets []string          `json:"targets"`
}

type answer struct {
	Asked   []string         `json:"asked"`
	Trusted map[string]int64 `json:"trusted"`
	Error   *string          `json:"error"`
	Targets []map[string]any `json:"targets"`
}

// memory serves files by the name that stands in the address, and notes what was asked for.
type memory struct {
	files map[string][]byte
	asked []string
}

func (m *memory) DownloadFile(url string, maxLength int64, _ time.Duration) ([]byte, error) {
	name := path.Base(url)
	m.asked = append(m.asked, name)
	content, found := m.files[name]
	if !found {
		return nil, &metadata.ErrDownloadHTTP{StatusCode: 404, URL: url}
	}
	if int64(len(content)) > maxLength {
		return nil, &metadata.ErrDownloadLengthMismatch{Msg: fmt.Sprintf("%d bytes, at most %d", len(content), maxLength)}
	}
	return content, nil
}

func judge(asked question) (said answer) {
	served := &memory{files: asked.Files, asked: []string{}}
	said = answer{Trusted: map[string]int64{}, Targets: []map[string]any{}}
	refuse := func(words string) { said.Error = &words }
	defer func() {
		said.Asked = served.asked
		if panicked := recover(); panicked != nil {
			refuse(fmt.Sprintf("panic: %v", panicked))
		}
	}()
	settings, err := config.New("http://repository.test", asked.Root)
	if err != nil {
		refuse(err.Error())
		return said
	}
	settings.DisableLocalCache = true
	settings.Fetcher = served
	client, err := updater.New(settings)
	if err != nil {
		refuse(err.Error())
		return said
	}
	client.UnsafeSetRefTime(asked.Now)
	err = client.Refresh()
	note(said.Trusted, client)
	if err != nil {
		refuse(err.Error())
		return said
	}
	for _, target := range asked.Targets {
		said.Targets = append(said.Targets, search(client, served, target))
	}
	return said
}

func note(trusted map[string]int64, client *updater.Updater) {
	set := client.GetTrustedMetadataSet()
	trusted["root"] = set.Root.Signed.Version
	if set.Timestamp != nil {
		trusted["timestamp"] = set.Timestamp.Signed.Version
	}
	if set.Snapshot != nil {
		trusted["snapshot"] = set.Snapshot.Signed.Version
	}
	if targets := set.Targets[metadata.TARGETS]; targets != nil {
		trusted["targets"] = targets.Signed.Version
	}
}

// search tells a target that no role names from a role that is refused by whether the words are those of the former.
func search(client *updater.Updater, served *memory, target string) (said map[string]any) {
	before := len(served.asked)
	defer func() {
		if panicked := recover(); panicked != nil {
			said = map[string]any{"error": fmt.Sprintf("panic: %v", panicked), "asked": served.asked[before:]}
		}
	}()
	found, err := client.GetTargetInfo(target)
	if err != nil {
		if err.Error() == fmt.Sprintf("target %s not found", target) {
			return map[string]any{"found": nil}
		}
		return map[string]any{"error": err.Error(), "asked": served.asked[before:]}
	}
	return map[string]any{"found": hex.EncodeToString(found.Hashes["sha256"])}
}

func main() {
	out := json.NewEncoder(os.Stdout)
	version := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, used := range info.Deps {
			if used.Path == module {
				version = strings.TrimPrefix(used.Version, "v")
			}
		}
	}
	_ = out.Encode(map[string]string{"version": version})
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		var asked question
		if err := json.Unmarshal(line, &asked); err != nil {
			panic(err)
		}
		_ = out.Encode(judge(asked))
	}
}
