package switchboard.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.chat.ChatProtocol.Settlement;
import switchboard.chat.Situation.Step;
import switchboard.model.Caller;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.Decision;
import switchboard.model.Original;
import switchboard.model.Question;
import switchboard.model.Recordings;
import switchboard.model.Rule;
import switchboard.model.Settings;
import switchboard.model.TurnId;
import switchboard.model.Wording;
import switchboard.text.Texts;

/** What becomes of a chat's questions: the agent asks and withdraws them, people answer them, turns end with them. Pure. */
record QuestionRules(Situation here, Instant now) {

    /**
     * A person's answer.
     *
     * @param seen the front's ids of the messages it was said in
     * @param wording those messages; null if none can be edited
     * @param prompt the prompt that it was until now; null for none
     * @param replyTo told once it is stored
     */
    record Given(
            String key,
            Decision decision,
            Caller caller,
            List<Long> seen,
            @Nullable Wording wording,
            @Nullable TurnId prompt,
            ActorRef<Settlement> replyTo) {

        /** In messages that cannot be edited, or in none. */
        Given(
                String key,
                Decision decision,
                Caller caller,
                List<Long> seen,
                @Nullable TurnId prompt,
                ActorRef<Settlement> replyTo) {
            this(key, decision, caller, seen, null, prompt, replyTo);
        }

        boolean isSaid() {
            return !seen.isEmpty() || prompt != null;
        }
    }

    /** From now on the tool call waits, and after a crash it is known not to have run. */
    Step onAsked(TurnProtocol.Asked asked) {
        var turn = asked.turn();
        var question = Questions.Requested.of(turn, asked.ask());
        return ask(question, clear(here.state(), turn, List.of(asked.ask().call())));
    }

    Step onResuming(ResumeQuestion asked) {
        return ask(new Questions.Resuming(asked), here.state());
    }

    /** A report on files that an edit has taken out of the prompt comes too late, and none is asked about twice. */
    Step onPrepared(TurnProtocol.Prepared prepared) {
        var question = new Questions.Incomplete(FileQuestion.of(prepared));
        var isOld = here.state()
                .queue()
                .find(prepared.turn())
                .filter(prompt ->
                        prepared.gone().stream().map(Question.Missing::file).allMatch(prompt.content()::contains))
                .isEmpty();
        var isOpen = here.questions().of(prepared.turn()).contains(question);
        return isOld || isOpen ? here.aside() : ask(question, here.state());
    }

    /** It is stored what was heard, so that a recording is transcribed once. */
    Step onHeard(TurnProtocol.Heard heard) {
        return here.state()
                .queue()
                .find(heard.turn())
                .map(prompt -> here.become(here.state()
                        .prepare(heard.turn(), Recordings.heard(prompt.content(), heard.file(), heard.words()))))
                .orElseGet(here::aside);
    }

    /** A report on recordings that an edit has taken out of the prompt comes too late, and nothing is asked about twice. */
    Step onTranscribed(TurnProtocol.Transcribed heard) {
        return here.state()
                .queue()
                .find(heard.turn())
                .filter(prompt ->
                        heard.unheard().stream().map(Question.Missing::file).allMatch(prompt.content()::contains))
                .filter(prompt -> !heard.unheard().isEmpty()
                        || !Recordings.open(prompt.content()).isEmpty())
                .map(prompt -> onTranscribed(VoiceQuestion.of(heard, prompt)))
                .orElseGet(here::aside);
    }

    private Step onTranscribed(VoiceQuestion asked) {
        var question = new Questions.Confirming(asked);
        if (!here.questions().mayAsk(asked.turn())
                || here.questions().find(question.key()).isPresent()) {
            return here.aside();
        }
        return asked.isSentAtOnce() ? send(asked) : ask(question, here.state());
    }

    /** Shows the person what was heard, and waits for no confirmation. */
    private Step send(VoiceQuestion asked) {
        var sent = Recordings.sent(asked.content());
        return here.become(
                here.state().prepare(asked.turn(), sent),
                new Effect.Show(VoiceNotices.heard((Question.Transcript) asked.question())),
                new Effect.TellTurn(asked.turn(), new TurnProtocol.Proceed(sent)));
    }

    /** A transcript is sent by itself a while after people can see it; other questions wait for ever. */
    Step onShown(String key) {
        return here.questions()
                .find(key)
                .filter(open -> open.question() instanceof Question.Transcript asked && asked.after() != null)
                .map(open -> here.aside(new Effect.TellTurn(open.turn(), new TurnProtocol.Seen(key))))
                .orElseGet(here::aside);
    }

    Step onWaitIsOver(TurnProtocol.WaitIsOver over) {
        var send = new Decision.Allow();
        if (!(here.questions().decide(over.key(), send, false) instanceof Questions.Taken taken)) {
            return here.aside(); // a person was faster
        }
        var effects = new ArrayList<Effect>();
        effects.add(settled(taken.before(), taken.words()));
        return here.with(taken.next()).become(resolve(send, taken, effects), effects);
    }

    private Step ask(Questions.Open question, ChatState next) {
        if (!here.questions().mayAsk(question.turn())) {
            return here.aside();
        }
        return here.with(here.questions().ask(question)).become(next, show(question));
    }

    Step onWithdrawn(TurnProtocol.Withdrawn withdrawn) {
        return here.questions()
                .of(withdrawn.turn(), withdrawn.request())
                .map(found -> here.with(here.questions().without(found))
                        .become(mayRun(found), settled(found, Texts.of("settled.notNeeded"))))
                .orElseGet(here::aside);
    }

    Step onAnswer(Given given) {
        return here.questions()
                .find(given.key())
                .flatMap(open -> OwnersAlone.refusal(given.caller(), open.question(), given.decision()))
                .map(refused -> here.aside(new Effect.Answer<>(given.replyTo(), refused)))
                .orElseGet(() -> decide(given));
    }

    private Step decide(Given given) {
        var decision = here.questions()
                .find(given.key())
                .map(open -> OwnersAlone.within(given.caller(), open.question(), given.decision()))
                .orElse(given.decision());
        return switch (here.questions().decide(given.key(), decision, given.isSaid())) {
            case Questions.NotTaken not -> here.aside(new Effect.Answer<>(given.replyTo(), not.why()));
            case Questions.Ticked ticked ->
                here.with(ticked.next())
                        .aside(
                                new Effect.Show(new ChatProtocol.Ticked(ticked.turn(), ticked.question())),
                                new Effect.Answer<>(given.replyTo(), new Settlement(true, "")));
            case Questions.Taken taken -> onTaken(given, taken);
        };
    }

    private Step onTaken(Given given, Questions.Taken taken) {
        var effects = new ArrayList<Effect>();
        effects.add(
                settled(taken.before(), taken.words() + " (" + given.caller().name() + ")"));
        effects.add(new Effect.Answer<>(given.replyTo(), new Settlement(true, taken.words())));
        var next = resolve(given.decision(), taken, effects);
        return here.with(taken.next()).become(noting(given, next), effects);
    }

    /** What the decision makes of the chat. */
    private ChatState resolve(Decision decision, Questions.Taken taken, List<Effect> effects) {
        return switch (taken.before()) {
            case Questions.Requested request -> resolve(decision, taken, request, effects);
            case Questions.Resuming resuming -> resume(decision, resuming.asked(), effects);
            case Questions.Incomplete incomplete -> proceed(decision, incomplete.asked(), effects);
            case Questions.Confirming confirming -> confirm(decision, confirming.asked(), effects);
            case Questions.OverBudget over -> goOn(decision, over.asked(), effects);
        };
    }

    /** With what is known of the messages in which it was said. */
    private ChatState noting(Given given, ChatState next) {
        var told = given.seen().isEmpty() ? next : next.saw(given.seen(), now);
        var known = given.wording() == null ? told : told.knows(Original.of(given.wording(), Original.Kind.ANSWER));
        return given.prompt() == null ? known : known.usedAsAnswer(given.prompt());
    }

    /** What is allowed from now on may run; it goes to the agent once that is stored. */
    private ChatState resolve(
            Decision decision, Questions.Taken taken, Questions.Requested request, List<Effect> effects) {
        var resolution = taken.resolution();
        if (resolution == null) {
            taken.next().of(request.turn(), request.ask().request()).ifPresent(more -> effects.add(show(more)));
            return here.state();
        }
        var answer = new AgentProtocol.Answer(request.ask().request(), resolution);
        effects.add(new Effect.TellTurn(request.turn(), new TurnProtocol.Resolve(answer)));
        var next = mayRun(request);
        return decision instanceof Decision.AllowAlways ? allow(next, request.turn(), request.rules(), effects) : next;
    }

    private static ChatState allow(ChatState state, TurnId turn, List<Rule> rules, List<Effect> effects) {
        var next = state.with(ChatState::settings, settings -> settings.withRules(rules));
        if (next.settings().rules().size() <= Settings.MOST_RULES) {
            return next;
        }
        effects.add(new Effect.Show(new ChatProtocol.Noticed(Texts.of("rules.tooMany", Settings.MOST_RULES), turn)));
        return state;
    }

    private ChatState resume(Decision decision, ResumeQuestion asked, List<Effect> effects) {
        var turn = asked.job().turn();
        if (!asked.goesOn(decision)) {
            return discard(turn, effects);
        }
        var next = clear(here.state(), turn, asked.calls());
        effects.add(new Effect.TellTurn(
                turn, new TurnProtocol.Resume(asked.trusting(decision), asked.hash() == null, cleared(next, turn))));
        return next;
    }

    private ChatState proceed(Decision decision, FileQuestion asked, List<Effect> effects) {
        if (FileQuestion.drops(decision)) {
            return discard(asked.turn(), effects);
        }
        var content = asked.content(decision, content(asked.turn()));
        effects.add(new Effect.TellTurn(asked.turn(), new TurnProtocol.Proceed(content)));
        return here.state().prepare(asked.turn(), content);
    }

    private ChatState confirm(Decision decision, VoiceQuestion asked, List<Effect> effects) {
        if (VoiceQuestion.drops(decision)) {
            return discard(asked.turn(), effects);
        }
        var outcome = asked.of(content(asked.turn())).decide(decision).orElseThrow();
        effects.add(
                outcome.then() == null
                        ? new Effect.TellTurn(asked.turn(), new TurnProtocol.Proceed(outcome.content()))
                        : show(new Questions.Confirming(outcome.then())));
        return here.state().prepare(asked.turn(), outcome.content());
    }

    /** Whether the prompt runs then, {@link BudgetRules} says: the other limit may be reached, too. */
    private ChatState goOn(Decision decision, BudgetQuestion asked, List<Effect> effects) {
        return BudgetQuestion.drops(decision) ? discard(asked.turn(), effects) : asked.goOn(here.state());
    }

    /** What the turn's prompt is by now: its words may have been edited since a question was asked. */
    private List<Content> content(TurnId turn) {
        return here.state().queue().find(turn).orElseThrow().content();
    }

    private ChatState discard(TurnId turn, List<Effect> effects) {
        effects.add(new Effect.TellTurn(turn, new TurnProtocol.Stop()));
        return here.state().with(ChatState::queue, queue -> queue.stop(turn));
    }

    /** Shows what is open once more. */
    List<Effect> showAll() {
        return here.questions().open().stream().map(QuestionRules::show).toList();
    }

    List<Effect> showAll(TurnId turn) {
        return here.questions().of(turn).stream().map(QuestionRules::show).toList();
    }

    /** Nobody need answer what the turn has asked. */
    List<Effect> settleAll(TurnId turn) {
        return here.questions().of(turn).stream()
                .map(each -> settled(each, Texts.of("settled.notNeeded")))
                .toList();
    }

    /** If the turn is cut off, nobody need be asked about these tool calls either. */
    static ChatState clear(ChatState state, TurnId turn, List<String> calls) {
        return state.with(
                ChatState::queue,
                queue -> queue.change(
                        turn,
                        running -> running.clearing(Stream.concat(cleared(state, turn).stream(), calls.stream())
                                .distinct()
                                .toList())));
    }

    private static List<String> cleared(ChatState state, TurnId turn) {
        var current = state.current();
        return current != null && current.id().equals(turn) ? current.cleared() : List.of();
    }

    private ChatState mayRun(Questions.Requested request) {
        var others = cleared(here.state(), request.turn()).stream()
                .filter(call -> !call.equals(request.ask().call()))
                .toList();
        return here.state()
                .with(ChatState::queue, queue -> queue.change(request.turn(), running -> running.clearing(others)));
    }

    static Effect show(Questions.Open question) {
        return new Effect.Show(new ChatProtocol.Asked(question.turn(), question.question()));
    }

    static Effect settled(Questions.Open question, String words) {
        return new Effect.Show(new ChatProtocol.Settled(question.turn(), question.key(), words));
    }
}
