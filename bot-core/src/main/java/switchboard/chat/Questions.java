package switchboard.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import switchboard.claude.ClaudeProtocol;
import switchboard.claude.PermissionAnswer;
import switchboard.claude.wire.Incoming;
import switchboard.model.Decision;
import switchboard.model.Question;

/**
 * The open questions of a turn, by the request they belong to, and the answers that wait for the turn's permit. Several
 * may be open at once: subagents do not wait for each other. Used by one actor.
 */
final class Questions {

    /** A request that is open, and how far its questions are answered. */
    private static final class Open {
        final Incoming.Ask ask;
        final ObjectNode answers = PermissionAnswer.object();
        int next;
        boolean answered;

        Open(Incoming.Ask ask) {
            this.ask = ask;
        }

        JsonNode questions() {
            return ask.input().path("questions");
        }
    }

    private final TurnProtocol.Setup setup;
    private final Map<String, Open> open = new LinkedHashMap<>();
    private final List<ClaudeProtocol.Answer> ready = new ArrayList<>();

    /** Tool calls of processes that are gone, which nobody need be asked about. */
    private final Set<String> cleared = new LinkedHashSet<>();

    /** Messages that were answers, which the chat has not stored yet. */
    private final List<Long> seen = new ArrayList<>();

    /** Tells the front of each of those that it is taken, which it may forget then. */
    private final List<Runnable> unconfirmed = new ArrayList<>();

    /** What the chat has not stored yet. */
    private TurnProtocol.@Nullable Asking unnoted;

    private int changes;

    Questions(TurnProtocol.Setup setup) {
        this.setup = setup;
    }

    /** Whether no person is waited for. */
    boolean areSettled() {
        return open.values().stream().allMatch(each -> each.answered);
    }

    /** The tool calls that nobody need be asked about if the turn is cut off now. */
    List<String> cleared() {
        var waiting = open.values().stream().filter(each -> !each.answered).map(each -> each.ask.toolUseId());
        return Stream.concat(cleared.stream(), waiting).toList();
    }

    /** Goes on with what was known before. */
    void inherit(List<String> known) {
        cleared.addAll(known);
    }

    /** A person lets the turn go on in spite of these calls. */
    void clear(List<String> calls) {
        cleared.addAll(calls);
        note();
    }

    /** Subagents that wait for an answer. */
    long ofAgents() {
        var agents = new HashSet<String>();
        open.values().stream()
                .filter(each -> !each.answered && each.ask.agentId() != null)
                .forEach(each -> agents.add(String.valueOf(each.ask.agentId())));
        return agents.size();
    }

    /** Opens a request; what no person needs to be asked is answered at once. */
    Optional<ClaudeProtocol.Answer> ask(Incoming.Ask ask) {
        if (ask.byMode() && !isInteractive(ask)) {
            // Plan mode is not a wall: a write that is allowed here would run.
            return Optional.of(new ClaudeProtocol.Answer(
                    ask.requestId(),
                    PermissionAnswer.deny("Plan mode: nothing is changed now. Present the plan with ExitPlanMode.")));
        }
        var opened = new Open(ask);
        open.put(ask.requestId(), opened);
        note();
        show(opened);
        return Optional.empty();
    }

    private static boolean isInteractive(Incoming.Ask ask) {
        return ask.tool().equals("AskUserQuestion") || ask.tool().equals("ExitPlanMode");
    }

    /** Asks all that is open once more. */
    void showAll() {
        open.values().stream().filter(each -> !each.answered).forEach(this::show);
    }

    private void show(Open opened) {
        setup.view().tell(new ChatProtocol.Asked(setup.id(), question(opened)));
    }

    private static Question question(Open opened) {
        var ask = opened.ask;
        return switch (ask.tool()) {
            case "AskUserQuestion" -> {
                var asked = opened.questions().path(opened.next);
                yield new Question.Choice(
                        key(opened),
                        opened.next + 1,
                        opened.questions().size(),
                        asked.path("question").asText(),
                        StreamSupport.stream(asked.path("options").spliterator(), false)
                                .map(option -> new Question.Option(
                                        option.path("label").asText(),
                                        option.path("description").asText()))
                                .toList());
            }
            case "ExitPlanMode" ->
                new Question.Plan(key(opened), ask.input().path("plan").asText());
            default -> new Question.Permission(key(opened), ask.tool(), ask.input(), ask.suggestions());
        };
    }

    private static String key(Open opened) {
        return opened.next == 0 ? opened.ask.requestId() : opened.ask.requestId() + "#" + opened.next;
    }

    /** Takes a person's answer; returns whether its request is answered with it. */
    boolean decide(TurnProtocol.Decide decide) {
        var found = open.values().stream()
                .filter(each -> !each.answered && key(each).equals(decide.key()))
                .findFirst();
        if (found.isEmpty()) {
            decide.replyTo().tell(ChatProtocol.Settlement.NO_LONGER_OPEN);
            return false;
        }
        var opened = found.get();
        var words = words(opened, decide.decision());
        settle(opened, words + " (" + decide.by() + ")");
        var settlement = new ChatProtocol.Settlement(true, words);
        if (decide.seen().isEmpty()) {
            decide.replyTo().tell(settlement);
        } else {
            seen.addAll(decide.seen());
            unconfirmed.add(() -> decide.replyTo().tell(settlement));
        }
        answer(opened, decide.decision());
        if (!opened.answered && !decide.seen().isEmpty()) {
            note();
        }
        return opened.answered;
    }

    private void answer(Open opened, Decision decision) {
        var ask = opened.ask;
        if (ask.tool().equals("AskUserQuestion") && !(decision instanceof Decision.Deny)) {
            var asked = opened.questions().path(opened.next).path("question").asText();
            opened.answers.put(asked, decision instanceof Decision.Say say ? say.text() : "Yes");
            opened.next++;
            if (opened.next < opened.questions().size()) {
                show(opened);
                return;
            }
            ready(opened, PermissionAnswer.answers(ask.input(), opened.answers));
            return;
        }
        if (decision instanceof Decision.AllowAlways) {
            setup.owner().tell(new TurnProtocol.Allowed(setup.id(), ask.suggestions()));
        }
        ready(opened, PermissionAnswer.of(decision, ask.suggestions()));
    }

    private void ready(Open opened, ObjectNode payload) {
        opened.answered = true;
        note();
        ready.add(new ClaudeProtocol.Answer(opened.ask.requestId(), payload));
    }

    /** Has the chat store which tool calls wait, so that after a crash they are known not to have run. */
    private void note() {
        unnoted = new TurnProtocol.Asking(setup.id(), ++changes, cleared(), List.copyOf(seen));
        remind();
    }

    /** Tells the chat once more: a failed store drops what led to it. */
    void remind() {
        if (unnoted != null) {
            setup.owner().tell(unnoted);
        }
    }

    /** Whether the chat has stored all that has changed. */
    boolean areStored() {
        return unnoted == null;
    }

    void noted(TurnProtocol.Asking asking) {
        if (asking.equals(unnoted)) {
            unnoted = null;
            seen.clear();
            unconfirmed.forEach(Runnable::run);
            unconfirmed.clear();
        }
    }

    /**
     * The answers that wait; they go to Claude now that the turn holds its permit. None before the chat has stored that they
     * are given.
     */
    List<ClaudeProtocol.Answer> release() {
        if (!areStored()) {
            return List.of();
        }
        var released = List.copyOf(ready);
        ready.clear();
        released.forEach(answer -> open.remove(answer.requestId()));
        return released;
    }

    /** Whether answers wait to go out. */
    boolean haveAnswers() {
        return !ready.isEmpty();
    }

    void withdraw(String requestId) {
        ready.removeIf(answer -> answer.requestId().equals(requestId));
        var gone = open.remove(requestId);
        if (gone != null && !gone.answered) {
            note();
            settle(gone, "No longer needed");
        }
    }

    void withdrawAll() {
        List.copyOf(open.keySet()).forEach(this::withdraw);
    }

    /** The process is gone, and with it all that was asked: none of it has run. */
    void onBroke() {
        var gone = List.copyOf(open.values());
        open.clear();
        ready.clear();
        gone.forEach(each -> cleared.add(each.ask.toolUseId()));
        gone.stream().filter(each -> !each.answered).forEach(each -> settle(each, "No longer needed"));
        if (!gone.isEmpty()) {
            note();
        }
    }

    private void settle(Open opened, String words) {
        setup.view().tell(new ChatProtocol.Settled(setup.id(), key(opened), words));
    }

    private static String words(Open opened, Decision decision) {
        return switch (decision) {
            case Decision.Allow allow -> opened.ask.tool().equals("ExitPlanMode") ? "Approved" : "Allowed";
            case Decision.AllowAlways always ->
                "Always allowed in this chat: "
                        + String.join(
                                ", ",
                                opened.ask.suggestions().stream()
                                        .map(rule -> rule.text())
                                        .toList());
            case Decision.AllowEdits edits -> "Approved; files are edited without asking";
            case Decision.Deny deny -> deny.reason().isBlank() ? "Denied" : "Denied: " + deny.reason();
            case Decision.Say say -> "Answered: " + say.text();
        };
    }
}
