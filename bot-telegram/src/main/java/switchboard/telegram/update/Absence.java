package switchboard.telegram.update;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import switchboard.command.Words;
import switchboard.model.ChatId;

/** The time in which the bot was not there, and what each chat that spoke meanwhile is told of it, once. Used by one actor. */
final class Absence {

    /** A shorter one is not worth a word. */
    private static final Duration LEAST = Duration.ofMinutes(1);

    private final Instant end;
    private final String length;
    private final Set<ChatId> told = new HashSet<>();

    private Absence(Instant end, String length) {
        this.end = end;
        this.length = length;
    }

    /**
     * The absence that has just ended.
     *
     * @param lastThere empty if it is not known
     * @return nothing if it was shorter than a minute, or the clock went back meanwhile
     */
    static Optional<Absence> of(Optional<Instant> lastThere, Instant now) {
        if (lastThere.isEmpty()) {
            return Optional.of(new Absence(now.minus(LEAST), ""));
        }
        var length = Duration.between(lastThere.get(), now);
        return length.compareTo(LEAST) < 0
                ? Optional.empty()
                : Optional.of(new Absence(now, " for " + Words.duration(length)));
    }

    /** What is to be said before these are handed over. */
    List<PasteJoiner.Joined> notices(List<PasteJoiner.Joined> ready) {
        var missed = new LinkedHashMap<ChatId, List<Routed.Source>>();
        for (var each : ready) {
            if (each.routed() instanceof Routed.Ask ask && ask.source().at().isBefore(end)) {
                missed.computeIfAbsent(ask.source().chat(), chat -> new ArrayList<>())
                        .add(ask.source());
            }
        }
        missed.keySet().removeAll(told);
        told.addAll(missed.keySet());
        return missed.values().stream().map(this::notice).toList();
    }

    private PasteJoiner.Joined notice(List<Routed.Source> said) {
        var what = said.size() == 1 ? "your message" : "your " + said.size() + " messages";
        return new PasteJoiner.Joined(
                List.of(), new Routed.Tell(said.getFirst(), "I was away" + length + ", running " + what + ".", ""));
    }
}
