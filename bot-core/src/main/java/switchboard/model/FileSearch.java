package switchboard.model;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A search for files of a chat's working directory, newest first. What git or the directory's kind leaves out is left out, unless
 * it is named exactly.
 *
 * @param directory where it begins
 * @param names a path or a part of one, in each way in which it can be read; empty for any
 * @param endings of the files' names, in lower case; empty for any
 * @param modified when; null for any time
 */
public record FileSearch(
        Path directory,
        List<String> names,
        Set<String> endings,
        @Nullable Period modified) {

    public FileSearch {
        names = List.copyOf(names);
        endings = Set.copyOf(endings);
    }

    /** Of files of any age. */
    public FileSearch(Path directory, List<String> names, Set<String> endings) {
        this(directory, names, endings, null);
    }

    /**
     * A time in which files were modified.
     *
     * @param except files that are not wanted
     */
    public record Period(Instant from, Instant until, Set<Path> except) {

        public Period {
            except = Set.copyOf(except);
        }

        /** Whether a file that was modified then is wanted. */
        public boolean wants(Path file, Instant then) {
            return !then.isBefore(from) && !then.isAfter(until) && !except.contains(file);
        }
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
