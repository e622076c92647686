package switchboard.command;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import switchboard.archive.SessionExports;
import switchboard.archive.SessionImports;

/**
 * The agent of an engine, as commands use it besides its facts.
 *
 * @param version if it is known by now
 * @param exports makes files of its sessions; empty if it cannot
 * @param imports takes them over; empty if it cannot
 */
public record Provider(
        Set<Capability> capabilities,
        Supplier<Optional<String>> version,
        Optional<SessionExports> exports,
        Optional<SessionImports> imports) {

    /** One of which nothing is known but its facts. */
    public static final Provider UNKNOWN = new Provider(Set.of(), Optional::empty, Optional.empty(), Optional.empty());

    public Provider {
        capabilities = Set.copyOf(capabilities);
    }
}
