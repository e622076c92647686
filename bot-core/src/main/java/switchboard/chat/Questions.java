package switchboard.chat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.model.Decision;
import switchboard.model.Question;
import switchboard.model.Rule;
import switchboard.model.TurnId;
import switchboard.text.Texts;

/**
 * What people are asked in a chat, in the order asked. Several questions may be open at once: subagents do not wait for each
 * other. Immutable.
 *
 * <p>It belongs to an incarnation of the chat: a question ends with the agent's process. What must survive is stored with the
 * turn in flight: which tool calls wait, and so have not run.
 *
 * @param stopped turns that are being stopped, and ask no more
 */
record Questions(List<Open> open, Set<TurnId> stopped) {

    static final Questions NONE = new Questions(List.of(), Set.of());

    Questions {
        open = List.copyOf(open);
        stopped = Set.copyOf(stopped);
    }

    /** A question that is open. */
    sealed interface Open {

        TurnId turn();

        Question question();

        default String key() {
            return question().key();
        }
    }

    /**
     * A request of the agent.
     *
     * @param choices how far its questions are answered; null for a request that is no choices
     */
    record Requested(
            TurnId turn, AgentProtocol.Asked ask, @Nullable ChoicesAsked choices) implements Open {

        static Requested of(TurnId turn, AgentProtocol.Asked ask) {
            return new Requested(
                    turn,
                    ask,
                    ask.what() instanceof AgentProtocol.Choices asked ? new ChoicesAsked(asked.choices()) : null);
        }

        private Requested with(ChoicesAsked next) {
            return new Requested(turn, ask, next);
        }

        /** Each of several choices has a key of its own. */
        @Override
        public String key() {
            var before = choices == null ? 0 : choices.picks().size();
            return before == 0 ? ask.request() : ask.request() + "#" + before;
        }

        @Override
        public Question question() {
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

        /** What it would take to allow it for good. */
        List<Rule> rules() {
            return ask.what() instanceof AgentProtocol.Permission permission ? permission.rules() : List.of();
        }

        private String words(Decision decision) {
            var isPlan = ask.what() instanceof AgentProtocol.Plan;
            return switch (decision) {
                case Decision.Allow allow -> Texts.of(isPlan ? "settled.approved" : "settled.allowed");
                case Decision.AllowAlways always ->
                    Texts.of(
                            "settled.always",
                            String.join(", ", rules().stream().map(Rule::text).toList()));
                case Decision.AllowEdits edits -> Texts.of("settled.approvedEdits");
                case Decision.AllowAsking asking -> Texts.of("settled.approved");
                case Decision.Deny deny -> no(isPlan, deny.reason());
                case Decision.Say say -> no(isPlan, say.text());
                case Decision.Tick tick -> "";
                case Decision.Done done -> "";
                case Decision.Correct correct -> "";
                case Decision.TryAgain again -> "";
            };
        }

        private static String no(boolean isPlan, String reason) {
            var no = Texts.of(isPlan ? "settled.keepPlanning" : "settled.denied");
            return reason.isBlank() ? no : Texts.of("settled.because", no, reason);
        }
    }

    /** Whether and how a turn resumes. */
    record Resuming(ResumeQuestion asked) implements Open {

        @Override
        public TurnId turn() {
            return asked.job().turn();
        }

        @Override
        public Question question() {
            return asked.question();
        }
    }

    /** Whether a prompt runs without files that are gone. */
    record Incomplete(FileQuestion asked) implements Open {

        @Override
        public TurnId turn() {
            return asked.turn();
        }

        @Override
        public Question question() {
            return asked.question();
        }
    }

    /** Whether a prompt is sent as its recordings were heard. */
    record Confirming(VoiceQuestion asked) implements Open {

        @Override
        public TurnId turn() {
            return asked.turn();
        }

        @Override
        public Question question() {
            return asked.question();
        }
    }

    /** Whether a prompt runs although the day's limit is reached. */
    record OverBudget(BudgetQuestion asked) implements Open {

        @Override
        public TurnId turn() {
            return asked.turn();
        }

        @Override
        public Question question() {
            return asked.question();
        }
    }

    /** What a person's decision leads to. */
    sealed interface Answer {}

    /** Nothing, and the person is told why. */
    record NotTaken(ChatProtocol.Settlement why) implements Answer {}

    /** An option has a tick, or has it no more. */
    record Ticked(Questions next, TurnId turn, Question.Choice question) implements Answer {}

    /**
     * A question is answered.
     *
     * @param before the question that was
     * @param words what became of it
     * @param resolution of its request; null while another of its questions is open, and for what is no request
     */
    record Taken(Questions next, Open before, String words, AgentProtocol.@Nullable Resolution resolution)
            implements Answer {}

    private static final NotTaken NO_LONGER_OPEN = new NotTaken(ChatProtocol.Settlement.NO_LONGER_OPEN);

    boolean mayAsk(TurnId turn) {
        return !stopped.contains(turn);
    }

    Questions ask(Open question) {
        return new Questions(Stream.concat(open.stream(), Stream.of(question)).toList(), stopped);
    }

    /** @param isSaid whether it was said in messages: these do not answer whether a turn resumes, or runs without files */
    Answer decide(String key, Decision decision, boolean isSaid) {
        return find(key)
                .map(found -> switch (found) {
                    case Requested request -> decide(request, decision);
                    case Resuming resuming -> pressed(resuming, Optional.of(resuming.asked.words(decision)), isSaid);
                    case Incomplete incomplete -> pressed(incomplete, incomplete.asked.words(decision), isSaid);
                    case Confirming confirming -> confirm(confirming, decision);
                    case OverBudget over -> pressed(over, over.asked.words(decision), isSaid);
                })
                .orElse(NO_LONGER_OPEN);
    }

    /** @param words empty if the decision does not answer it */
    private Answer pressed(Open question, Optional<String> words, boolean isSaid) {
        return words.filter(any -> !isSaid)
                .<Answer>map(told -> new Taken(without(question), question, told, null))
                .orElse(NO_LONGER_OPEN);
    }

    private Answer confirm(Confirming confirming, Decision decision) {
        return confirming
                .asked
                .decide(decision)
                .<Answer>map(outcome -> new Taken(
                        outcome.then() == null
                                ? without(confirming)
                                : replace(confirming, new Confirming(outcome.then())),
                        confirming,
                        outcome.words(),
                        null))
                .orElse(NO_LONGER_OPEN);
    }

    /** What is open under this key. */
    Optional<Open> find(String key) {
        return open.stream().filter(each -> each.key().equals(key)).findFirst();
    }

    private Answer decide(Requested request, Decision decision) {
        if (request.choices != null && !(decision instanceof Decision.Deny)) {
            return choose(request, request.choices, decision);
        }
        return switch (decision) {
            case Decision.Tick tick -> NO_LONGER_OPEN;
            case Decision.Done done -> NO_LONGER_OPEN;
            case Decision.Correct correct -> NO_LONGER_OPEN;
            case Decision.TryAgain again -> NO_LONGER_OPEN;
            default ->
                new Taken(without(request), request, request.words(decision), new AgentProtocol.Decided(decision));
        };
    }

    private Answer choose(Requested request, ChoicesAsked choices, Decision decision) {
        return switch (decision) {
            case Decision.Tick tick ->
                choices.tick(tick)
                        .<Answer>map(next -> new Ticked(
                                replace(request, request.with(next)), request.turn, next.question(request.key())))
                        .orElse(NO_LONGER_OPEN);
            case Decision.Say say -> chosen(request, choices.answer(say.text()));
            case Decision.Done done ->
                choices.done()
                        .<Answer>map(next -> chosen(request, next))
                        .orElseGet(() ->
                                new NotTaken(new ChatProtocol.Settlement(false, Texts.of("choice.nothingTicked"))));
            default -> NO_LONGER_OPEN;
        };
    }

    private Taken chosen(Requested request, ChoicesAsked next) {
        var words = Texts.of("settled.answered", next.told());
        return next.isAnswered()
                ? new Taken(without(request), request, words, new AgentProtocol.Chosen(next.picks()))
                : new Taken(replace(request, request.with(next)), request, words, null);
    }

    /** The question of this request that is open; empty if none is. */
    Optional<Requested> of(TurnId turn, String request) {
        return open.stream()
                .flatMap(each -> each instanceof Requested asked ? Stream.of(asked) : Stream.empty())
                .filter(asked -> asked.turn.equals(turn) && asked.ask.request().equals(request))
                .findFirst();
    }

    /** Whether the next prompt waits because the day's limit is reached. */
    Optional<OverBudget> overBudget() {
        for (var each : open) {
            if (each instanceof OverBudget over) {
                return Optional.of(over);
            }
        }
        return Optional.empty();
    }

    List<Open> of(TurnId turn) {
        return open.stream().filter(each -> each.turn().equals(turn)).toList();
    }

    Questions without(Open question) {
        return without(question::equals);
    }

    /** The turn is being stopped: nobody need answer what it has asked. */
    Questions stop(TurnId turn) {
        return new Questions(
                without(turn).open,
                Stream.concat(stopped.stream(), Stream.of(turn)).collect(Collectors.toSet()));
    }

    /** The turn, or its attempt, is over. */
    Questions without(TurnId turn) {
        if (equals(NONE)) {
            return this;
        }
        return new Questions(
                without(each -> each.turn().equals(turn)).open,
                stopped.stream().filter(each -> !each.equals(turn)).collect(Collectors.toSet()));
    }

    private Questions without(Predicate<Open> which) {
        return new Questions(open.stream().filter(which.negate()).toList(), stopped);
    }

    private Questions replace(Open before, Open next) {
        return new Questions(
                open.stream().map(each -> each.equals(before) ? next : each).toList(), stopped);
    }
}
