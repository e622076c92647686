package switchboard.command;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The agent of an engine, as commands use it besides its facts.
 *
 * @param version if it is known by now
 */
public record Provider(Set<Capability> capabilities, Supplier<Optional<String>> version) {

    /** One of which nothing is known but its facts. */
    public static final Provider UNKNOWN = new Provider(Set.of(), Optional::empty);

    public Provider {
        capabilities = Set.copyOf(capabilities);
    }
}
