package switchboard.chat;

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
import switchboard.agent.AgentProtocol;
import switchboard.model.Decision;
import switchboard.model.Question;
import switchboard.model.Rule;
import switchboard.model.TurnId;
import switchboard.text.Texts;

/**
 * The open questions of a turn, by the request they belong to, and the answers that wait for the turn's permit. Several
 * may be open at once: subagents do not wait for each other. Used by one actor.
 */
final class Questions {

    /** A request that is open, and how far its questions are answered. */
    private static final class Open {
        final AgentProtocol.Asked ask;

        /** Of a request that is some questions; null for any other. */
        @Nullable
        ChoicesAsked choices;

        boolean answered;

        Open(AgentProtocol.Asked ask) {
            this.ask = ask;
            this.choices = ask.what() instanceof AgentProtocol.Choices asked ? new ChoicesAsked(asked.choices()) : null;
        }

        boolean isPlan() {
            return ask.what() instanceof AgentProtocol.Plan;
        }

        /** What it would take to allow it for good. */
        List<Rule> rules() {
            return ask.what() instanceof AgentProtocol.Permission permission ? permission.rules() : List.of();
        }

        String key() {
            var before = choices == null ? 0 : choices.picks().size();
            return before == 0 ? ask.request() : ask.request() + "#" + before;
        }

        Question question() {
            if (choices != null) {
                return choices.question(key());
            }
            return switch (ask.what()) {
                case AgentProtocol.Plan plan -> new Question.Plan(key(), plan.plan());
                case AgentProtocol.Permission asked ->
                    new Question.Permission(key(), asked.tool(), asked.input(), asked.rules(), asked.disclosure());
                case AgentProtocol.Choices asked -> throw new IllegalStateException("without " + asked);
            };
        }
    }

    private static final ChatProtocol.Settlement TICKED = new ChatProtocol.Settlement(true, "");
    private static final ChatProtocol.Settlement NOTHING_TICKED =
            new ChatProtocol.Settlement(false, Texts.of("choice.nothingTicked"));

    private final TurnProtocol.Setup setup;
    private final Map<String, Open> open = new LinkedHashMap<>();
    private final List<AgentProtocol.Answer> ready = new ArrayList<>();

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
    boolean isSettled() {
        return open.values().stream().allMatch(each -> each.answered);
    }

    /** The tool calls that nobody need be asked about if the turn is cut off now. */
    List<String> cleared() {
        var waiting = open.values().stream().filter(each -> !each.answered).map(each -> each.ask.call());
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
                .filter(each -> !each.answered && each.ask.subagent() != null)
                .forEach(each -> agents.add(String.valueOf(each.ask.subagent())));
        return agents.size();
    }

    void ask(AgentProtocol.Asked ask) {
        var opened = new Open(ask);
        open.put(ask.request(), opened);
        note();
        show(opened);
    }

    /** Asks all that is open once more. */
    void showAll() {
        open.values().stream().filter(each -> !each.answered).forEach(this::show);
    }

    private void show(Open opened) {
        setup.view().tell(new ChatProtocol.Asked(setup.id(), opened.question()));
    }

    /** Takes a person's answer; returns whether its request is answered with it. */
    boolean decide(TurnProtocol.Decide decide) {
        var found = open.values().stream()
                .filter(each -> !each.answered && each.key().equals(decide.key()))
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
            settle(opened.key(), decide, words(opened, decide.decision()));
            if (decide.decision() instanceof Decision.AllowAlways) {
                setup.owner().tell(new TurnProtocol.Allowed(setup.id(), opened.rules()));
            }
            ready(opened, new AgentProtocol.Decided(decide.decision()));
        }
        return opened.answered;
    }

    private void choose(Open opened, ChoicesAsked choices, TurnProtocol.Decide decide) {
        switch (decide.decision()) {
            case Decision.Tick tick -> {
                var ticked = choices.tick(tick);
                ticked.ifPresent(next -> {
                    opened.choices = next;
                    setup.view().tell(new ChatProtocol.Ticked(setup.id(), next.question(opened.key())));
                });
                decide.replyTo().tell(ticked.isPresent() ? TICKED : ChatProtocol.Settlement.NO_LONGER_OPEN);
            }
            case Decision.Say say -> onChosen(opened, choices.answer(say.text()), decide);
            case Decision.Done done ->
                choices.done()
                        .ifPresentOrElse(
                                next -> onChosen(opened, next, decide),
                                () -> decide.replyTo().tell(NOTHING_TICKED));
            default -> decide.replyTo().tell(ChatProtocol.Settlement.NO_LONGER_OPEN);
        }
    }

    private void onChosen(Open opened, ChoicesAsked next, TurnProtocol.Decide decide) {
        settle(opened.key(), decide, Texts.of("settled.answered", next.told()));
        opened.choices = next;
        if (next.isAnswered()) {
            ready(opened, new AgentProtocol.Chosen(next.picks()));
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

    private void ready(Open opened, AgentProtocol.Resolution resolution) {
        opened.answered = true;
        note();
        ready.add(new AgentProtocol.Answer(opened.ask.request(), resolution));
    }

    /** Has the chat store which tool calls wait, so that after a crash they are known not to have run. */
    private void note() {
        unnoted = new TurnProtocol.Asking(setup.id(), ++changes, cleared(), List.copyOf(seen), List.copyOf(prompts));
        setup.owner().tell(unnoted);
    }

    /** Whether the chat has stored all that has changed. */
    boolean isStored() {
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
     * The answers that wait; they go to the agent now that the turn holds its permit. None before the chat has stored that they
     * are given.
     */
    List<AgentProtocol.Answer> release() {
        if (!isStored()) {
            return List.of();
        }
        var released = List.copyOf(ready);
        ready.clear();
        released.forEach(answer -> open.remove(answer.request()));
        return released;
    }

    /** Whether answers wait to go out. */
    boolean hasAnswers() {
        return !ready.isEmpty();
    }

    void withdraw(String request) {
        ready.removeIf(answer -> answer.request().equals(request));
        var gone = open.remove(request);
        if (gone != null && !gone.answered) {
            note();
            settle(gone.key(), Texts.of("settled.notNeeded"));
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
        gone.forEach(each -> cleared.add(each.ask.call()));
        gone.stream().filter(each -> !each.answered).forEach(each -> settle(each.key(), Texts.of("settled.notNeeded")));
        if (!gone.isEmpty()) {
            note();
        }
    }

    private void settle(String key, String words) {
        setup.view().tell(new ChatProtocol.Settled(setup.id(), key, words));
    }

    private static String words(Open opened, Decision decision) {
        return switch (decision) {
            case Decision.Allow allow -> Texts.of(opened.isPlan() ? "settled.approved" : "settled.allowed");
            case Decision.AllowAlways always ->
                Texts.of(
                        "settled.always",
                        String.join(
                                ", ", opened.rules().stream().map(Rule::text).toList()));
            case Decision.AllowEdits edits -> Texts.of("settled.approvedEdits");
            case Decision.Deny deny -> no(opened, deny.reason());
            case Decision.Say say -> no(opened, say.text());
            case Decision.Tick tick -> "";
            case Decision.Done done -> "";
        };
    }

    private static String no(Open opened, String reason) {
        var no = Texts.of(opened.isPlan() ? "settled.keepPlanning" : "settled.denied");
        return reason.isBlank() ? no : Texts.of("settled.because", no, reason);
    }
}
