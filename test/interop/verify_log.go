// Verifies an export of the exchange log with the Go project's own implementation of transparency
// logs, which shares no code with this repository: the checkpoint's signature, every tile computed
// anew from the entries, and a thousand proofs of inclusion made of the tiles that stand in the export.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run verify_log.go FOLDER [VERIFIER-KEY]
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8
	width  = 1 << height
	proofs = 1000
)

// folder is an export: the layout of c2sp.org/tlog-tiles.
type folder string

func (f folder) read(path string) []byte {
	content, err := os.ReadFile(filepath.Join(string(f), path))
	check(err, path)
	return content
}

// tilePath is the path of a tile in the export: x/mod writes the height too.
func tilePath(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
}

func (f folder) Height() int { return height }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		all = append(all, f.read(tilePath(tile)))
	}
	return all, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

// hashes are all hashes of the tree, computed from the entries.
type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var all []tlog.Hash
	for _, index := range indexes {
		all = append(all, h[index])
	}
	return all, nil
}

func main() {
	log.SetFlags(0)
	if len(os.Args) < 2 {
		log.Fatal("name the folder of an export")
	}
	export := folder(os.Args[1])
	key := strings.TrimSpace(string(export.read("log-key.txt")))
	if len(os.Args) > 2 {
		key = os.Args[2]
	}
	tree := checkpoint(export.read("checkpoint"), key)

	var computed hashes
	var leaves []tlog.Hash
	for bundle := int64(0); bundle*width < tree.N; bundle++ {
		for _, entry := range entries(export, bundle, tree.N) {
			leaves = append(leaves, tlog.RecordHash(entry))
			stored, err := tlog.StoredHashes(int64(len(leaves)-1), entry, computed)
			check(err, "an entry")
			computed = append(computed, stored...)
		}
	}
	root, err := tlog.TreeHash(tree.N, computed)
	check(err, "the root")
	if root != tree.Hash {
		log.Fatal("the entries do not give the root of the checkpoint")
	}

	tiles := 0
	for _, tile := range tlog.NewTiles(height, 0, tree.N) {
		// It names every width that a partial tile had on the way; an export has the last alone.
		if tile.W < width && tile.N*width+int64(tile.W) != tree.N>>(height*tile.L) {
			continue
		}
		tiles++
		data, err := tlog.ReadTileData(tile, computed)
		check(err, "a tile")
		if !bytes.Equal(data, export.read(tilePath(tile))) {
			log.Fatalf("%s is not what the entries give", tilePath(tile))
		}
	}

	reader := tlog.TileHashReader(tree, export)
	for i := 0; i < proofs; i++ {
		index := rand.Int63n(tree.N)
		proof, err := tlog.ProveRecord(tree.N, index, reader)
		check(err, "a proof")
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaves[index]), "a proof")
	}
	fmt.Printf("verified: %d entries, %d tiles, %d proofs\n", tree.N, tiles, proofs)
}

// checkpoint opens a signed checkpoint (c2sp.org/tlog-checkpoint).
func checkpoint(signed []byte, key string) tlog.Tree {
	verifier, err := note.NewVerifier(key)
	check(err, "the verifier key")
	opened, err := note.Open(signed, note.VerifierList(verifier))
	check(err, "the checkpoint")
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		log.Fatal("the checkpoint is not of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err, "the size")
	root, err := base64.StdEncoding.DecodeString(lines[2])
	check(err, "the root")
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree
}

// entries are those of one bundle: each behind its length in two bytes.
func entries(export folder, bundle, size int64) [][]byte {
	tile := tlog.Tile{H: height, L: -1, N: bundle, W: width}
	if rest := size - bundle*width; rest < width {
		tile.W = int(rest)
	}
	path := strings.Replace(tilePath(tile), "tile/data/", "tile/entries/", 1)
	data := export.read(path)
	var all [][]byte
	for len(data) >= 2 {
		length := int(binary.BigEndian.Uint16(data))
		if len(data) < 2+length {
			log.Fatalf("%s is cut off", path)
		}
		all = append(all, data[2:2+length])
		data = data[2+length:]
	}
	if len(all) != tile.W || len(data) != 0 {
		log.Fatalf("%s has %d entries instead of %d", path, len(all), tile.W)
	}
	return all
}

func check(err error, what string) {
	if err != nil {
		log.Fatalf("%s: %v", what, err)
	}
}
