package switchboard.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import switchboard.process.ProgramRun;
import switchboard.text.ExplainedException;

/**
 * Runs of git for one purpose, with lists of paths and perhaps an index beside the repository's own, which stays as it is. What it
 * needs on the disk is gone when it is closed. Blocks; used by one thread.
 */
final class Scratch implements AutoCloseable {

    private static final String INDEX = "index";

    private final Repository repository;
    private final Git.Access access;
    private final Path directory;
    private final Map<String, String> variables;
    private int lists;

    private Scratch(Repository repository, Git.Access access, Map<String, String> variables) throws IOException {
        this.repository = repository;
        this.access = access;
        this.directory = Files.createTempDirectory("switchboard-git-");
        this.variables = new HashMap<>(variables);
    }

    /**
     * To change the repository.
     *
     * @param variables of all runs
     */
    static Scratch of(Repository repository, Map<String, String> variables) throws IOException {
        return new Scratch(repository, Git.Access.CHANGE, variables);
    }

    /** The same with an index that is empty. */
    static Scratch withIndex(Repository repository, Map<String, String> variables) throws IOException {
        return of(repository, variables).indexed();
    }

    /** To look at the repository, with an index that has what its own one has. */
    static Scratch withCopiedIndex(Repository repository) throws IOException {
        var index = new Scratch(repository, Git.Access.READ, Map.of()).indexed();
        var own = repository.own().resolve(INDEX);
        if (Files.exists(own)) {
            // git takes a file for changed if it is not older than the index
            Files.copy(own, index.directory.resolve(INDEX), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return index;
    }

    private Scratch indexed() {
        variables.put("GIT_INDEX_FILE", directory.resolve(INDEX).toString());
        return this;
    }

    /** @throws ExplainedException if git says that it has failed, or takes too long */
    String run(Git.Bounds bounds, String... arguments) throws ExplainedException, IOException {
        return Repository.checked(Repository.inTime(tryRun(bounds, arguments)));
    }

    /** Whatever the exit code and the length of the output are. */
    ProgramRun.Result tryRun(Git.Bounds bounds, String... arguments) throws ExplainedException, IOException {
        return repository.git().run(repository.top(), access, bounds, List.of(arguments), variables);
    }

    /** Runs a command on many paths; nothing for none. */
    void onPaths(Collection<String> paths, String... arguments) throws ExplainedException, IOException {
        if (paths.isEmpty()) {
            return;
        }
        var list = directory.resolve("paths-" + lists++);
        Files.writeString(list, String.join("\0", paths));
        var all = new ArrayList<>(List.of(arguments));
        all.add("--pathspec-from-file=" + list);
        all.add("--pathspec-file-nul");
        run(Git.Bounds.CHANGE, all.toArray(String[]::new));
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.newDirectoryStream(directory)) {
            for (var file : files) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
