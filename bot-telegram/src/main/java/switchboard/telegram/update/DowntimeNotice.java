package switchboard.telegram.update;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import switchboard.model.ChatId;
import switchboard.text.HumanText;
import switchboard.text.Texts;

/** Tells each chat in which somebody wrote while the bot was down how long the bot was away, once. Used by one actor. */
final class DowntimeNotice {

    /** A shorter downtime is not worth a notice. */
    private static final Duration LEAST = Duration.ofMinutes(1);

    private final Instant end;
    private final String length;
    private final Set<ChatId> told = new HashSet<>();

    private DowntimeNotice(Instant end, String length) {
        this.end = end;
        this.length = length;
    }

    /**
     * The notice of the downtime that has just ended.
     *
     * @param lastThere when the bot last ran; empty if that is not known
     * @return empty if the downtime was shorter than a minute, or the clock was set back meanwhile
     */
    static Optional<DowntimeNotice> of(Optional<Instant> lastThere, Instant now) {
        if (lastThere.isEmpty()) {
            return Optional.of(new DowntimeNotice(now.minus(LEAST), ""));
        }
        var length = Duration.between(lastThere.get(), now);
        return length.compareTo(LEAST) < 0
                ? Optional.empty()
                : Optional.of(new DowntimeNotice(now, HumanText.duration(length)));
    }

    /** The notices to hand over before these updates. */
    List<PasteJoiner.Joined> notices(List<PasteJoiner.Joined> ready) {
        var missed = new LinkedHashMap<ChatId, List<Inbound.Source>>();
        for (var each : ready) {
            var inbound = each.inbound() instanceof Inbound.Amended amended ? amended.now() : each.inbound();
            if (inbound instanceof Inbound.Ask ask && ask.source().at().isBefore(end)) {
                missed.computeIfAbsent(ask.source().chat(), chat -> new ArrayList<>())
                        .add(ask.source());
            }
        }
        missed.keySet().removeAll(told);
        told.addAll(missed.keySet());
        return missed.values().stream().map(this::notice).toList();
    }

    private PasteJoiner.Joined notice(List<Inbound.Source> said) {
        var notice = length.isEmpty()
                ? Texts.of("downtime.unknown", said.size())
                : Texts.of("downtime.known", length, said.size());
        return new PasteJoiner.Joined(List.of(), new Inbound.Tell(said.getFirst(), notice, ""));
    }
}
