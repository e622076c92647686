package switchboard.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A search for files of a chat's working directory, newest first. What git or the directory's kind leaves out is left out, unless
 * it is named exactly.
 *
 * @param directory where it begins
 * @param names a path or a part of one, in each way in which it can be read; empty for any
 * @param endings of the files' names, in lower case; empty for any
 */
public record FileSearch(Path directory, List<String> names, Set<String> endings) {

    public FileSearch {
        names = List.copyOf(names);
        endings = Set.copyOf(endings);
    }

    /** Searches the files of chats. Blocks. */
    @FunctionalInterface
    public interface Finder {
        Found find(ChatId chat, FileSearch search);
    }

    /**
     * What was found.
     *
     * @param files newest first
     * @param isCut whether more were found
     * @param isWhole whether all files were looked at
     */
    public record Found(List<Path> files, boolean isCut, boolean isWhole) {

        public static final Found NOTHING = new Found(List.of(), false);

        public Found {
            files = List.copyOf(files);
        }

        /** Of a search that has looked at all files. */
        public Found(List<Path> files, boolean isCut) {
            this(files, isCut, true);
        }
    }
}
