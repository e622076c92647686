package switchboard.claude.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import switchboard.claude.trust.TrustStore.Grant;
import switchboard.claude.trust.TrustStore.TrustedFile;

/** Decides which directories' project files are loaded, and why. Thread-safe; blocks on the directories. */
public final class Trust {

    /** The most text of a directory's files that is kept, to show later changes. */
    private static final int MOST_KEPT = 256 << 10;

    /** Whether a directory's project files are loaded. */
    public sealed interface Verdict {

        /** Whether the files are loaded. */
        default boolean isTrusted() {
            return this instanceof Always || this instanceof Granted;
        }

        /** Whether a process that was started under this verdict has loaded what it may load under a later one. */
        default boolean allowsTheSameAs(Verdict later) {
            return (this instanceof Granted before && later instanceof Granted after)
                    ? before.scan().hash().equals(after.scan().hash())
                    : isTrusted() == later.isTrusted();
        }
    }

    /** All files are loaded, whatever they contain: the host's settings say so. */
    public record Always() implements Verdict {}

    /** The files are loaded, because a person trusts exactly these. */
    public record Granted(ProjectScan scan, Grant grant) implements Verdict {}

    /** The files are not loaded: a person has trusted earlier ones, and they have changed. */
    public record Changed(ProjectScan scan, Grant before) implements Verdict {}

    /** The files are not loaded. */
    public record Withheld(ProjectScan scan) implements Verdict {}

    private final List<Path> always;
    private final ProjectScanner scanner;
    private final TrustStore store;

    /** @param always real paths of directories that are trusted with everything below them */
    public Trust(List<Path> always, ProjectScanner scanner, TrustStore store) {
        this.always = List.copyOf(always);
        this.scanner = scanner;
        this.store = store;
    }

    public TrustStore store() {
        return store;
    }

    /** Looks at a directory. */
    public Verdict of(Path directory) {
        var real = ProjectScanner.real(directory);
        return always.stream().anyMatch(real::startsWith) ? new Always() : of(scanner.scan(real));
    }

    /**
     * Looks again; that is cheap if nothing has changed.
     *
     * @param before the verdict of the last look
     */
    public Verdict again(Verdict before, Path directory) {
        return before instanceof Granted granted && granted.scan().stamps().areUnchanged()
                ? of(granted.scan())
                : of(directory);
    }

    /** Whether only another look can show that a verdict still holds. Does not block on the directory. */
    public boolean mayHaveChanged(Verdict before) {
        return switch (before) {
            case Always always -> false;
            case Granted granted -> true;
            case Changed changed -> true;
            case Withheld withheld ->
                store.grants().stream()
                        .anyMatch(grant -> withheld.scan().directory().startsWith(grant.directory()));
        };
    }

    private Verdict of(ProjectScan scan) {
        var grants = store.grants();
        var here = scan.directory();
        var granted = grants.stream()
                .filter(grant ->
                        here.startsWith(grant.directory()) && grant.hash().equals(scan.hash()) && scan.isTrustable())
                .findFirst();
        if (granted.isPresent()) {
            return new Granted(scan, granted.get());
        }
        return grants.stream()
                .filter(grant -> grant.directory().equals(here) && !scan.isEmpty())
                .findFirst()
                .<Verdict>map(before -> new Changed(scan, before))
                .orElseGet(() -> new Withheld(scan));
    }

    /** A person trusts the files that a scan has shown. */
    public void grant(ProjectScan shown, Instant now) throws IOException {
        if (!shown.isTrustable()) {
            throw new IllegalArgumentException("not trustable: " + shown.summary());
        }
        var files = new ArrayList<TrustedFile>();
        var left = MOST_KEPT;
        for (var file : shown.files()) {
            var isKept = file.content().length() <= left;
            left -= isKept ? file.content().length() : 0;
            files.add(new TrustedFile(file.name(), file.digest(), isKept ? file.content() : null));
        }
        store.put(new Grant(shown.directory(), shown.hash(), now, files));
    }
}
