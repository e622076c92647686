package switchboard.chat;

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
import org.jspecify.annotations.Nullable;
import switchboard.claude.AskedChoices;
import switchboard.claude.ClaudeProtocol;
import switchboard.claude.PermissionAnswer;
import switchboard.claude.wire.Incoming;
import switchboard.model.Decision;
import switchboard.model.Question;
import switchboard.model.TurnId;

/**
 * The open questions of a turn, by the request they belong to, and the answers that wait for the turn's permit. Several
 * may be open at once: subagents do not wait for each other. Used by one actor.
 */
final class Questions {

    /** A request that is open, and how far its questions are answered. */
    private static final class Open {
        final Incoming.Ask ask;

        /** Of AskUserQuestion; null for any other tool. */
        final @Nullable AskedChoices choices;

        boolean answered;

        Open(Incoming.Ask ask) {
            this.ask = ask;
            this.choices = ask.tool().equals("AskUserQuestion") ? new AskedChoices(ask.input()) : null;
        }
    }

    private static final ChatProtocol.Settlement TICKED = new ChatProtocol.Settlement(true, "");
    private static final ChatProtocol.Settlement NOTHING_TICKED =
            new ChatProtocol.Settlement(false, "Tick at least one first, or reply in your own words.");

    private final TurnProtocol.Setup setup;
    private final Map<String, Open> open = new LinkedHashMap<>();
    private final List<ClaudeProtocol.Answer> ready = new ArrayList<>();

    /** Tool calls of processes that are gone, which nobody need be asked about. */
    private final Set<String> cleared = new LinkedHashSet<>();

    /** Messages that were answers, which the chat has not stored yet. */
    private final List<Long> seen = new ArrayList<>();

    /** Prompts that were made answers, which the chat has not stored yet. */
    private final List<TurnId> prompts = new ArrayList<>();

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
        if (opened.choices != null) {
            return opened.choices.question(key(opened));
        }
        return ask.tool().equals("ExitPlanMode")
                ? new Question.Plan(key(opened), ask.input().path("plan").asText())
                : new Question.Permission(key(opened), ask.tool(), ask.input(), ask.suggestions(), ask.disclosure());
    }

    private static String key(Open opened) {
        var before = opened.choices == null ? 0 : opened.choices.answered();
        return before == 0 ? opened.ask.requestId() : opened.ask.requestId() + "#" + before;
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
        if (opened.choices != null && !(decide.decision() instanceof Decision.Deny)) {
            choose(opened, opened.choices, decide);
        } else if (decide.decision() instanceof Decision.Tick || decide.decision() instanceof Decision.Done) {
            decide.replyTo().tell(ChatProtocol.Settlement.NO_LONGER_OPEN);
        } else {
            settle(key(opened), decide, words(opened, decide.decision()));
            if (decide.decision() instanceof Decision.AllowAlways) {
                setup.owner().tell(new TurnProtocol.Allowed(setup.id(), opened.ask.suggestions()));
            }
            ready(opened, PermissionAnswer.of(decide.decision(), opened.ask.suggestions()));
        }
        return opened.answered;
    }

    private void choose(Open opened, AskedChoices choices, TurnProtocol.Decide decide) {
        var key = key(opened);
        switch (decide.decision()) {
            case Decision.Tick tick -> {
                var isTicked = choices.tick(tick);
                if (isTicked) {
                    setup.view().tell(new ChatProtocol.Ticked(setup.id(), choices.question(key)));
                }
                decide.replyTo().tell(isTicked ? TICKED : ChatProtocol.Settlement.NO_LONGER_OPEN);
            }
            case Decision.Say say -> onChosen(opened, choices, key, choices.answer(say.text()), decide);
            case Decision.Done done ->
                choices.answerWithTicked()
                        .ifPresentOrElse(
                                labels -> onChosen(opened, choices, key, labels, decide),
                                () -> decide.replyTo().tell(NOTHING_TICKED));
            default -> decide.replyTo().tell(ChatProtocol.Settlement.NO_LONGER_OPEN);
        }
    }

    private void onChosen(Open opened, AskedChoices choices, String key, String answer, TurnProtocol.Decide decide) {
        settle(key, decide, "Answered: " + answer);
        if (choices.areAnswered()) {
            ready(opened, choices.payload());
            return;
        }
        show(opened);
        if (decide.isSaid()) {
            note();
        }
    }

    /** Says what became of a question. One who answered in a message is told once that is stored. */
    private void settle(String key, TurnProtocol.Decide decide, String words) {
        settle(key, words + " (" + decide.by() + ")");
        var settlement = new ChatProtocol.Settlement(true, words);
        if (!decide.isSaid()) {
            decide.replyTo().tell(settlement);
        } else {
            seen.addAll(decide.seen());
            Optional.ofNullable(decide.prompt()).ifPresent(prompts::add);
            unconfirmed.add(() -> decide.replyTo().tell(settlement));
        }
    }

    private void ready(Open opened, ObjectNode payload) {
        opened.answered = true;
        note();
        ready.add(new ClaudeProtocol.Answer(opened.ask.requestId(), payload));
    }

    /** Has the chat store which tool calls wait, so that after a crash they are known not to have run. */
    private void note() {
        unnoted = new TurnProtocol.Asking(setup.id(), ++changes, cleared(), List.copyOf(seen), List.copyOf(prompts));
        setup.owner().tell(unnoted);
    }

    /** Whether the chat has stored all that has changed. */
    boolean areStored() {
        return unnoted == null;
    }

    void noted(TurnProtocol.Asking asking) {
        if (asking.equals(unnoted)) {
            unnoted = null;
            seen.clear();
            prompts.clear();
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
            settle(key(gone), "No longer needed");
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
        gone.stream().filter(each -> !each.answered).forEach(each -> settle(key(each), "No longer needed"));
        if (!gone.isEmpty()) {
            note();
        }
    }

    private void settle(String key, String words) {
        setup.view().tell(new ChatProtocol.Settled(setup.id(), key, words));
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
            case Decision.Deny deny -> no(opened, deny.reason());
            case Decision.Say say -> no(opened, say.text());
            case Decision.Tick tick -> "";
            case Decision.Done done -> "";
        };
    }

    private static String no(Open opened, String reason) {
        var no = opened.ask.tool().equals("ExitPlanMode") ? "Keep planning" : "Denied";
        return reason.isBlank() ? no : no + ": " + reason;
    }
}
