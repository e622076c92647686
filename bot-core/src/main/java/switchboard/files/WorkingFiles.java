package switchboard.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import switchboard.git.Git;
import switchboard.guard.ClosedPaths;
import switchboard.guard.SharedFiles.RefusedException;
import switchboard.model.ChatId;
import switchboard.model.FileSearch;
import switchboard.model.FileSearch.Found;
import switchboard.model.Writing;

/** The files on this machine's disk. */
final class WorkingFiles implements OutgoingFiles {

    /** So many files are offered at once. */
    static final int MOST_OFFERED = 10;

    private record Dated(Path path, Instant modified) {}

    private final OfferedFiles offered;
    private final Function<ChatId, ClosedPaths> closed;
    private final Git git;

    /** @param closed the files that never leave a chat */
    WorkingFiles(OfferedFiles offered, Function<ChatId, ClosedPaths> closed, Git git) {
        this.offered = offered;
        this.closed = closed;
        this.git = git;
    }

    @Override
    public Found find(ChatId chat, FileSearch search) {
        var isClosed = closed.apply(chat).closedNow();
        for (var name : search.names()) {
            var named = resolve(search.directory(), name);
            var isToldWhy = named.filter(isClosed).isPresent(); // by the copy, whether it exists or not
            if (isToldWhy || named.filter(WorkingFiles::isFile).isPresent()) {
                return new Found(List.of(named.get().normalize()), false);
            }
            if (named.filter(Files::isDirectory).isPresent()) {
                return isBelowRoot(named.get(), search.directory())
                        ? newest(named.get().normalize(), List.of(), search, isClosed)
                        : Found.NOTHING;
            }
        }
        return newest(search.directory(), search.names(), search, isClosed);
    }

    private static boolean isFile(Path path) {
        return Files.exists(path) && !Files.isDirectory(path);
    }

    private static Optional<Path> resolve(Path directory, String name) {
        try {
            return Optional.of(directory.resolve(name));
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    /** Whether the names in a directory may be told, but for those that are closed. */
    private boolean isBelowRoot(Path directory, Path working) {
        try {
            var real = directory.toRealPath();
            return Stream.concat(offered.roots().stream(), Stream.of(working)).anyMatch(real::startsWith);
        } catch (IOException gone) {
            return false;
        }
    }

    private Found newest(Path directory, List<String> names, FileSearch search, Predicate<Path> isClosed) {
        var listing = list(directory);
        var found = listing.files().stream()
                .filter(path -> isOfKind(path, search) && (names.isEmpty() || matches(path, names)))
                .flatMap(path -> dated(directory, path).stream())
                .filter(file -> isOfPeriod(file, search))
                .sorted(Comparator.comparing(Dated::modified).reversed().thenComparing(Dated::path))
                .map(Dated::path)
                .toList();
        var named = found.stream().filter(path -> isNamed(path, names)).toList();
        var best = (named.isEmpty() ? found : named)
                .stream().filter(isClosed.negate()).limit(MOST_OFFERED + 1).toList();
        return new Found(best.stream().limit(MOST_OFFERED).toList(), best.size() > MOST_OFFERED, listing.isWhole());
    }

    private Listing list(Path directory) {
        return GitListing.of(directory, git).orElseGet(() -> {
            try {
                return DirectoryListing.of(directory, DirectoryListing.MOST);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        });
    }

    private static boolean isOfKind(Path path, FileSearch search) {
        var name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return search.endings().isEmpty() || search.endings().contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static boolean isOfPeriod(Dated file, FileSearch search) {
        var period = search.modified();
        return period == null || period.wants(file.path(), file.modified());
    }

    private static boolean isNamed(Path path, List<String> names) {
        return names.stream()
                .anyMatch(name -> path.getFileName().toString().equalsIgnoreCase(name)
                        || path.toString().equalsIgnoreCase(name));
    }

    private static boolean matches(Path path, List<String> names) {
        var text = path.toString().toLowerCase(Locale.ROOT);
        return names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .anyMatch(name -> text.contains(name) || isLike(name, path));
    }

    /** Whether a pattern such as {@code *.md} matches the path or its last name. */
    private static boolean isLike(String name, Path path) {
        var lower = path.toString().toLowerCase(Locale.ROOT);
        return NamePattern.isPattern(name)
                && (NamePattern.matches(name, lower)
                        || NamePattern.matches(name, lower.substring(lower.lastIndexOf('/') + 1)));
    }

    /** Empty if it is no regular file, or gone. */
    private static Optional<Dated> dated(Path directory, Path below) {
        try {
            var path = directory.resolve(below);
            var facts = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return facts.isRegularFile()
                    ? Optional.of(new Dated(path, facts.lastModifiedTime().toInstant()))
                    : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    @Override
    public OutgoingCopy copy(ChatId chat, Path directory, Path file) {
        try {
            var origin = new OfferedFiles.Origin(chat, UUID.randomUUID().toString(), directory, closed.apply(chat));
            var taken = offered.take(origin, file, null);
            return new OutgoingCopy.Made(taken.key(), taken.copy(), taken.name(), taken.size());
        } catch (RefusedException refused) {
            return new OutgoingCopy.Refused(String.valueOf(refused.getMessage()));
        }
    }

    @Override
    public OutgoingCopy keep(ChatId chat, String name, Writing content) {
        try {
            return offered.keep(chat, name, content);
        } catch (RefusedException refused) {
            return new OutgoingCopy.Refused(String.valueOf(refused.getMessage()));
        }
    }

    @Override
    public void discard(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException stays) {
            throw new UncheckedIOException(stays);
        }
    }
}
