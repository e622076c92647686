package switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The table of an actor's states and events in {@code docs/architecture.md}. It comes from runs of the code: a test runs every
 * event in every state and adds the outcome.
 */
public final class StateTable {

    /** {@code -Ddocs.renew=true} writes the table instead of comparing it. */
    private static final boolean RENEWS = Boolean.getBoolean("docs.renew");

    private static final Path PAPER = Path.of("").toAbsolutePath().resolve("../docs/architecture.md");

    private final Set<String> states = new LinkedHashSet<>();

    /** The states that follow, by event and state. */
    private final Map<String, Map<String, Set<String>>> runs = new LinkedHashMap<>();

    /** In a state an event has led to another, or to the same. */
    public void add(Object state, String event, Object next) {
        var name = name(state);
        states.add(name);
        var led = runs.computeIfAbsent(event, each -> new LinkedHashMap<>())
                .computeIfAbsent(name, each -> new TreeSet<>());
        if (!name(next).equals(name)) {
            led.add(name(next));
        }
    }

    private static String name(Object state) {
        return state.getClass().getSimpleName();
    }

    /** The paper has this table between the markers of the actor, and nothing else there. */
    public void isInThePaper(Class<?> actor, Class<?> test) throws IOException {
        var begin = "<!-- states of " + actor.getSimpleName() + " -->\n";
        var end = "<!-- end of the states of " + actor.getSimpleName() + " -->\n";
        var paper = Files.readString(PAPER);
        assertThat(paper).containsOnlyOnce(begin).containsOnlyOnce(end);
        var from = paper.indexOf(begin) + begin.length();
        var to = paper.indexOf(end);
        if (RENEWS) {
            Files.writeString(PAPER, paper.substring(0, from) + markdown() + paper.substring(to));
        } else {
            assertThat(paper.substring(from, to))
                    .as(
                            "docs/architecture.md, renewed by: mvn test -pl bot-core -Dtest=%s -Ddocs.renew=true",
                            test.getSimpleName())
                    .isEqualTo(markdown());
        }
    }

    private String markdown() {
        var text = new StringBuilder("\n");
        var others = new ArrayList<String>();
        text.append(row("event", state -> "`" + state + "`")).append(row("---", state -> "---"));
        runs.forEach((event, next) -> {
            if (next.values().stream().allMatch(Set::isEmpty)) {
                others.add(event);
            } else {
                text.append(row(event, state -> String.join(", ", next.getOrDefault(state, Set.of()))));
            }
        });
        return text.append(
                        others.isEmpty() ? "" : "\nThese never change the state: " + String.join(", ", others) + ".\n")
                .append("\n")
                .toString();
    }

    private String row(String head, UnaryOperator<String> cell) {
        return "| " + head + " | " + states.stream().map(cell).collect(Collectors.joining(" | ")) + " |\n";
    }
}
