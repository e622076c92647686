package switchboard.chat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import switchboard.agent.AgentProtocol;
import switchboard.chat.ChatProtocol.Accepted;
import switchboard.chat.ChatProtocol.Command;
import switchboard.chat.ChatProtocol.Noticed;
import switchboard.chat.ChatProtocol.Receipt;
import switchboard.chat.ChatProtocol.SeenInPart;
import switchboard.chat.ChatProtocol.Settlement;
import switchboard.chat.Situation.Step;
import switchboard.command.Invocation;
import switchboard.command.Reaction;
import switchboard.command.StopCommand;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.Decision;
import switchboard.model.OpenCommand;
import switchboard.model.Original;
import switchboard.model.Prompt;
import switchboard.model.Session;
import switchboard.model.TurnId;

/**
 * Every rule of a chat: what a person says and what the chat's own people report lead from one {@link Situation} to the next.
 * Pure: no actor, no clock but the one passed in, no I/O.
 */
record Conversation(Situation here, ChatContext context) {

    /** Begins with what was stored; recovery from a crash is the normal path. */
    static Step open(ChatState stored, ChatContext context) {
        var directories = context.facts().directories();
        var directory = stored.destination().directory();
        var relocation =
                Recovery.relocation(directory, directories.access(stored.id(), directory), directories.start());
        var next = ShellRules.cutOff(stored.with(ChatState::undelivered, answers -> answers.unheard())
                .with(ChatState::receipts, receipts -> receipts.forgetCommands())
                .with(ChatState::changes, changes -> changes.puttingBack(null))
                .endStopped(context.now()));
        if (relocation.isPresent()) {
            next = next.move(Session.fresh(directories.start(), null, context.now()));
        }
        var departure = stored.movingTo() == null
                ? new Departure.Staying()
                : new Departure.Moving(stored.movingTo(), Optional.empty(), Departure.Moving.Stage.ENDING);
        var effects = new ArrayList<Effect>();
        if (departure instanceof Departure.Moving) {
            effects.add(new Effect.TellAgent(new AgentProtocol.Shutdown()));
        }
        effects.addAll(Showing.left(next, true));
        effects.addAll(Showing.forgotten(stored));
        effects.addAll(ShellRules.left(stored));
        relocation.map(Noticed::new).map(Effect.Show::new).ifPresent(effects::add);
        effects.addAll(Showing.interrupted(stored));
        effects.addAll(Showing.moved(stored, next));
        effects.addAll(Showing.answers(null, next));
        effects.addAll(Showing.files(null, next));
        if (departure.mayBegin()) {
            effects.addAll(Showing.coming(null, next));
        }
        effects.addAll(Showing.offers(null, next));
        effects.addAll(Showing.offered(null, next));
        effects.addAll(Trail.ofOpening(stored, next, context.now()));
        if (context.isStored()) {
            effects.add(new Effect.Summarize(next));
        }
        effects.add(new Effect.TellAgent(new AgentProtocol.Apply(next.settings())));
        var begun = Work.NONE.follow(next.current(), departure.mayBegin());
        effects.addAll(begun.effects());
        var opened = new Situation(next, begun.next(), Questions.NONE, departure);
        return new BudgetRules(context).after(opened, new Step(opened, effects));
    }

    static Step on(Situation here, Command command, ChatContext context) {
        var step = new DepartureRules(here, context)
                .redirect(command)
                .orElseGet(() -> new Conversation(here, context).on(command));
        step = new BudgetRules(context).after(here, step);
        var effects = new ArrayList<>(step.effects());
        if (!step.next().state().equals(here.state())) {
            effects.addAll(FileNotices.changed(here.state(), step.next().state(), context.limits()));
        }
        effects.addAll(Trail.of(here, command, step, context.now()));
        return new Step(step.next(), effects);
    }

    private Step on(Command command) {
        var state = here.state();
        return switch (command) {
            case ChatProtocol.Submit submit -> onSubmit(submit);
            case ChatProtocol.Edit edit -> new EditRules(here, context).onEdit(edit);
            case ChatProtocol.Invoke invoke -> onInvoke(invoke);
            case ChatProtocol.Answer answer -> onAnswer(answer);
            case ChatProtocol.AnswerQueued answer -> onAnswerQueued(answer);
            case ChatProtocol.QuestionShown shown -> questions().onShown(shown.key());
            case ChatProtocol.OfferShown shown ->
                here.become(here.state().with(ChatState::offers, offers -> offers.seen(shown.key())));
            case ChatProtocol.Wake wake -> here.aside();
            case ChatProtocol.Remember remember -> onRemember(remember);
            case ChatProtocol.Delivered delivered ->
                here.become(state.with(ChatState::undelivered, answers -> answers.delivered(delivered.turn())));
            case ChatProtocol.Uploading uploading -> files().onUploading(uploading);
            case ChatProtocol.Uploaded uploaded -> files().onUploaded(uploaded);
            case ChatProtocol.Notify notify -> here.aside(new Effect.Show(new Noticed(notify.text())));
            case ChatProtocol.NameTopic topic -> onNameTopic(topic);
            case ChatProtocol.Forget forget -> departure().onForget(forget);
            case ChatProtocol.Migrate migrate -> departure().onMigrate(migrate);
            case ChatProtocol.Inherit inherit -> departure().onInherit(inherit);
            case ChatProtocol.Offer offer -> onOffer(offer);
            case ChatProtocol.Closed closed -> departure().onViewClosed();
            case ChatProtocol.Internal internal -> on((ChatInternal) internal);
        };
    }

    private Step on(ChatInternal message) {
        return switch (message) {
            case ChatInternal.FromTurn from -> turns().onReport(from.report());
            case ChatInternal.TurnGone gone -> turns().onGone(gone.turn());
            case ChatInternal.FromAgent from -> turns().onAgent(from.notice());
            case ChatInternal.AgentGone gone -> departure().onWorkEnded();
            case ChatInternal.Continue next -> onContinue(next);
            case ChatInternal.Imported imported ->
                ImportRules.on(imported, here, context)
                        .map(reaction -> react(
                                reaction, new Asker(null, imported.coming().message())))
                        .orElseGet(here::aside);
            case ChatInternal.Copied copied -> files().onCopied(copied);
            case ChatInternal.ShellLasts lasts -> shell().onLasts(lasts);
            case ChatInternal.ShellEnded ended -> shell().onEnded(ended);
            case ChatInternal.OfferArrived arrived ->
                here.become(here.state().with(ChatState::offers, offers -> offers.arrived(arrived.key())));
            case ChatInternal.ViewRestarted restarted -> onViewRestarted();
            case ChatInternal.Passivate passivate -> departure().onPassivate();
            case ChatInternal.Inherited inherited -> departure().onInherited();
            case ChatInternal.Leave leave -> departure().onLeave();
            case ChatInternal.LookAtLimits look -> here.aside(); // BudgetRules looks after each step
            case ChatInternal.Close close -> departure().onClose();
            case ChatInternal.Unsaved unsaved -> here.aside(); // the actor's own, as the next
            case ChatInternal.FromLedger from -> here.aside();
        };
    }

    private TurnRules turns() {
        return new TurnRules(here, context);
    }

    private QuestionRules questions() {
        return new QuestionRules(here, context.now());
    }

    private OutgoingRules files() {
        return new OutgoingRules(here);
    }

    private ShellRules shell() {
        return new ShellRules(here);
    }

    private DepartureRules departure() {
        return new DepartureRules(here, context);
    }

    private Step onSubmit(ChatProtocol.Submit submit) {
        var prompt = submit.prompt().by(submit.caller());
        var before = receipt(submit.seen());
        if (before.isPresent() || here.state().holds(prompt.id())) {
            return here.aside(new Effect.Answer<>(submit.replyTo(), before.orElseGet(Accepted::new)));
        }
        var refusal = context.backlog().refusal(submit, here.state().answers().size());
        if (refusal.isPresent()) {
            return here.aside(
                    new Effect.Show(new ChatProtocol.Declined(refusal.get(), prompt.message())),
                    new Effect.Answer<>(submit.replyTo(), new ChatProtocol.Refused(refusal.get())));
        }
        var accepting = here.state()
                .saw(submit.seen(), context.now())
                .with(ChatState::address, address -> address.told(submit.chatName()))
                .accept(prompt);
        var next =
                submit.wording() == null ? accepting : accepting.knows(Original.prompt(submit.wording(), prompt.id()));
        var accepted = new Effect.Answer<Receipt>(submit.replyTo(), new Accepted());
        return next.queue().isOnHold(prompt.id())
                ? here.become(
                        next,
                        accepted,
                        new Effect.Show(
                                new ChatProtocol.Replied(StopCommand.overtaking(next, prompt.id()), prompt.message())))
                : here.become(next, accepted);
    }

    private Step onInvoke(ChatProtocol.Invoke invoke) {
        var before = receipt(invoke.seen());
        if (before.isPresent()) {
            return here.aside(new Effect.Answer<>(invoke.replyTo(), before.get()));
        }
        var seen = here.state()
                .saw(invoke.seen(), context.now())
                .with(ChatState::address, address -> address.told(invoke.chatName()));
        var call = new Invocation(
                seen,
                here.work().ids(),
                invoke.argument(),
                invoke.attached(),
                invoke.message(),
                invoke.caller(),
                context.now(),
                context.facts());
        var catalogue = context.facts().catalogue();
        var wanted = catalogue.run(invoke.name(), call);
        var refusal = wanted.next().queue().backlog() > seen.queue().backlog()
                ? context.backlog().refusal(seen.answers().size())
                : Optional.<String>empty();
        var reaction = refusal.map(reason -> Reaction.say(seen, reason)).orElse(wanted);
        var next = invoke.wording() == null
                ? reaction
                : new Reaction(reaction.next().knows(original(invoke, seen, reaction.next())), reaction.actions());
        return react(
                next.isFinished()
                        ? next
                        : next.with(now -> now.with(ChatState::receipts, receipts -> receipts.began(open(invoke)))),
                new Asker(invoke.caller(), invoke.message()),
                new Effect.Answer<Receipt>(invoke.replyTo(), new Accepted()),
                Trail.of(call, catalogue.recorded(invoke.name(), call), reaction));
    }

    private static OpenCommand open(ChatProtocol.Invoke invoke) {
        return new OpenCommand(invoke.name(), invoke.argument(), invoke.attached(), invoke.message());
    }

    /** The work of a command has come back, perhaps to do more. */
    private Step onContinue(ChatInternal.Continue next) {
        var reaction = next.with().apply(here.state());
        var asker = next.asker();
        return react(
                reaction.isFinished()
                        ? reaction.with(
                                now -> now.with(ChatState::receipts, receipts -> receipts.answered(asker.message())))
                        : reaction,
                asker);
    }

    /** What became of a command: perhaps a prompt. */
    private static Original original(ChatProtocol.Invoke invoke, ChatState before, ChatState next) {
        var wording = Objects.requireNonNull(invoke.wording());
        return Stream.concat(next.prompts(), next.onHold())
                .filter(prompt -> !before.holds(prompt.id())
                        && prompt.literal()
                        && Objects.equals(prompt.message(), invoke.message()))
                .findFirst()
                .map(prompt -> Original.prompt(wording, prompt.id()))
                .orElseGet(() -> Original.of(wording, Original.Kind.COMMAND));
    }

    /** What to say of messages that were taken before, in whole or in part. */
    private Optional<Receipt> receipt(List<Long> messages) {
        var before = here.state().receipts().seenOf(messages);
        if (before.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(before.size() == messages.size() ? new Accepted() : new SeenInPart(before));
    }

    private Step react(Reaction reaction, Asker asker, Effect... first) {
        var message = asker.message();
        var effects = new ArrayList<>(List.of(first));
        var stopped = new ArrayList<TurnId>();
        for (var action : reaction.actions()) {
            switch (action) {
                case Reaction.Say say -> effects.add(new Effect.Show(new ChatProtocol.Replied(say.reply(), message)));
                case Reaction.Deny deny -> {} // the record has it
                case Reaction.StopTurn stop ->
                    here.work().ids().stream()
                            .filter(turn -> stop.turn() == null || turn.equals(stop.turn()))
                            .forEach(turn -> {
                                effects.add(new Effect.TellTurn(turn, new TurnProtocol.Stop()));
                                effects.addAll(questions().settleAll(turn));
                                stopped.add(turn);
                            });
                case Reaction.ShowQuestions show -> effects.addAll(questions().showAll());
                case Reaction.AskAgent<?> ask -> effects.add(new Effect.AskAgent(ask, reaction.next(), asker));
                case Reaction.LookAround look -> effects.add(new Effect.LookAround(look, asker));
                case Reaction.Work<?> work -> effects.add(new Effect.Work(work, asker));
                case Reaction.RunShell run -> effects.add(new Effect.RunShell(run.request()));
                case Reaction.StopShell stop -> effects.add(new Effect.StopShell(stop.request()));
                case Reaction.SendFile send ->
                    effects.add(
                            new Effect.CopyFile(reaction.next().destination().directory(), send.file(), message));
                case Reaction.SendText send ->
                    effects.add(new Effect.KeepMade(
                            send.name(), to -> to.write(send.content().getBytes(StandardCharsets.UTF_8)), message));
                case Reaction.SendMade send -> effects.add(new Effect.KeepMade(send.name(), send.content(), message));
                case Reaction.Cleanup cleanup -> effects.add(new Effect.Cleanup(cleanup, asker));
            }
        }
        var questions = here.questions();
        for (var turn : stopped) {
            questions = questions.stop(turn);
        }
        return here.with(questions).become(reaction.next(), effects);
    }

    /** What was taken before is no answer to what is asked now. */
    private Step onAnswer(ChatProtocol.Answer answer) {
        return here.state().receipts().seenOf(answer.seen()).isEmpty()
                ? questions()
                        .onAnswer(new QuestionRules.Given(
                                answer.key(),
                                answer.decision(),
                                answer.caller(),
                                answer.seen(),
                                answer.wording(),
                                null,
                                answer.replyTo()))
                : here.aside(new Effect.Answer<>(answer.replyTo(), Settlement.NO_LONGER_OPEN));
    }

    private Step onAnswerQueued(ChatProtocol.AnswerQueued answer) {
        return here.state()
                .waiting()
                .filter(prompt -> prompt.id().value().startsWith(answer.prompt()))
                .findFirst()
                .map(prompt -> onAnswerQueued(answer, prompt))
                .orElseGet(() -> here.aside(new Effect.Answer<>(answer.replyTo(), Settlement.NO_LONGER_QUEUED)));
    }

    /** A file cannot answer a question, and must not be lost with its words. Nor can a command, whose words are not the person's. */
    private Step onAnswerQueued(ChatProtocol.AnswerQueued answer, Prompt prompt) {
        if (prompt.isHandoff() || !prompt.literal()) {
            return here.aside(new Effect.Answer<>(answer.replyTo(), Settlement.IS_COMMAND));
        }
        return Content.only(Content.Attachment.class, prompt.content()).isEmpty()
                ? questions()
                        .onAnswer(new QuestionRules.Given(
                                answer.key(),
                                new Decision.Say(prompt.text()),
                                answer.caller(),
                                List.of(),
                                null,
                                prompt.id(),
                                answer.replyTo()))
                : here.aside(new Effect.Answer<>(answer.replyTo(), Settlement.BRINGS_FILE));
    }

    private Step onRemember(ChatProtocol.Remember remember) {
        var turn = remember.turn();
        return turn == null || here.state().isOpen(turn)
                ? here.become(
                        here.state().with(ChatState::memo, memo -> memo.with(turn, remember.memo())),
                        new Effect.Answer<>(remember.replyTo(), new ChatProtocol.Kept(turn, remember.memo())))
                : here.aside();
    }

    /** Of a topic in which nobody has used the bot nothing is kept. */
    private Step onNameTopic(ChatProtocol.NameTopic topic) {
        var state = here.state();
        return here.become(
                context.isStored()
                        ? state.with(ChatState::address, address -> address.topicNamed(topic.name()))
                        : state,
                new Effect.Answer<Receipt>(topic.replyTo(), new Accepted()));
    }

    private Step onOffer(ChatProtocol.Offer command) {
        return here.become(
                here.state().with(ChatState::offers, offers -> offers.receive(command.offer())),
                new Effect.Answer<Receipt>(command.replyTo(), new Accepted()));
    }

    private Step onViewRestarted() {
        var state = here.state();
        var effects = new ArrayList<>(Showing.left(state, false));
        for (var turn : here.work().ids()) {
            effects.add(new Effect.TellTurn(turn, new TurnProtocol.Show()));
        }
        effects.addAll(Showing.answers(null, state));
        effects.addAll(Showing.files(null, state));
        effects.addAll(Showing.offered(null, state));
        return new Step(here, effects);
    }
}
