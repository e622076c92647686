package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import switchboard.model.ChatState;
import switchboard.model.Delivery;
import switchboard.model.Outcome;
import switchboard.model.Prompt;
import switchboard.model.TurnId;

/** What must hold of the states that a chat stores, one after the other, whatever happens between them. */
final class StoreModel {

    private final List<String> faults = new ArrayList<>();
    private final Set<TurnId> accepted = new LinkedHashSet<>();
    private final List<TurnId> flown = new ArrayList<>();
    private final Map<TurnId, Outcome> ended = new HashMap<>();
    private final Set<TurnId> dropped = new HashSet<>();
    private final Set<TurnId> confirmed = new HashSet<>();
    private List<TurnId> waiting = List.of();
    private List<TurnId> undelivered = List.of();
    private @Nullable TurnId flying;

    void stored(ChatState state) {
        var nowWaiting = state.waiting().map(Prompt::id).toList();
        var nowFlying = state.flight() == null ? null : state.flight().id();
        var nowUndelivered = state.deliveries().stream().map(Delivery::id).toList();
        state.prompts().map(Prompt::id).filter(accepted::add).forEach(each -> {});
        for (var delivery : state.deliveries()) {
            var before = ended.putIfAbsent(delivery.id(), delivery.outcome());
            note(before == null || before.equals(delivery.outcome()), "ends in two ways: " + delivery.id());
        }
        if (flying != null && !flying.equals(nowFlying)) {
            note(nowUndelivered.contains(flying), "vanishes from its flight: " + flying);
        }
        if (nowFlying != null && !nowFlying.equals(flying)) {
            note(!flown.contains(nowFlying), "flies twice: " + nowFlying);
            note(!isStopped(state), "flies though a stop was said after it: " + nowFlying);
            flown.add(nowFlying);
        }
        waiting.stream()
                .filter(each -> !nowWaiting.contains(each) && !flown.contains(each))
                .forEach(dropped::add);
        note(state.prompts().map(Prompt::id).noneMatch(this::isOver), "comes again once it is over");
        note(Set.copyOf(nowWaiting).size() == nowWaiting.size(), "waits twice");
        undelivered.stream()
                .filter(each -> !nowUndelivered.contains(each))
                .forEach(each -> note(confirmed.contains(each), "is forgotten before it is confirmed: " + each));
        waiting = nowWaiting;
        flying = nowFlying;
        undelivered = nowUndelivered;
    }

    /** Whether the stop in force was said after what is in flight; messages are numbered. */
    private static boolean isStopped(ChatState state) {
        var flight = state.flight();
        var message = flight == null ? null : flight.prompt().message();
        return message != null && state.stop() != null && Long.parseLong(message.substring(1)) < state.stop();
    }

    private boolean isOver(TurnId turn) {
        return ended.containsKey(turn) || dropped.contains(turn);
    }

    void note(boolean isRight, String fault) {
        if (!isRight) {
            faults.add(fault);
        }
    }

    void check() {
        assertThat(faults).isEmpty();
        var inOrder = accepted.stream().filter(flown::contains).toList();
        assertThat(flown).as("in the order accepted").isEqualTo(inOrder);
    }

    /** The view is about to tell that the person has seen it. */
    void confirm(TurnId turn) {
        confirmed.add(turn);
    }

    boolean hasAccepted(TurnId turn) {
        return accepted.contains(turn);
    }

    boolean hasEnded(TurnId turn, Outcome outcome) {
        return outcome.equals(ended.get(turn));
    }

    boolean hasDropped(TurnId turn) {
        return dropped.contains(turn);
    }

    boolean isFlying(TurnId turn) {
        return turn.equals(flying);
    }

    List<TurnId> accepted() {
        return List.copyOf(accepted);
    }

    /** What was accepted and not dropped. */
    Set<TurnId> toBeEnded() {
        return accepted.stream().filter(each -> !dropped.contains(each)).collect(Collectors.toSet());
    }

    Set<TurnId> ended() {
        return ended.keySet();
    }
}
