package switchboard.telegram.update;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.meta.api.methods.AnswerCallbackQuery;
import switchboard.Engine;
import switchboard.audit.AuditEntry;
import switchboard.chat.ChatProtocol;
import switchboard.command.EditedCommand;
import switchboard.command.RunShellCommand;
import switchboard.command.SendCommand;
import switchboard.command.ShellCommand;
import switchboard.command.SlashCommand;
import switchboard.command.SlashCommands;
import switchboard.model.Caller;
import switchboard.model.ChatId;
import switchboard.model.ChatName;
import switchboard.model.Content;
import switchboard.model.Decision;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.Revision;
import switchboard.model.TurnId;
import switchboard.model.Wording;
import switchboard.telegram.outbox.Kind;
import switchboard.telegram.outbox.Outbox;
import switchboard.telegram.view.BotApiRequests;
import switchboard.telegram.view.ButtonData;
import switchboard.telegram.view.LastAnswers;
import switchboard.telegram.view.OpenQuestions;
import switchboard.text.HumanText;
import switchboard.text.Texts;

/**
 * Delivers inbound updates to the engine or the outbox. A delivery completes once it need not be repeated, and fails if it must be:
 * messages and commands are delivered again, presses are not, because a person can press again. Used by one actor.
 */
final class Dispatch {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);
    private static final Duration STORED_WITHIN = Duration.ofSeconds(10);
    private static final Duration SHOWN_WITHIN = Duration.ofSeconds(2);

    /** Messages sent while the bot was down arrive within this time after the first one. */
    private static final Duration CATCHES_UP_WITHIN = Duration.ofMinutes(5);

    private static final Duration AGAIN_AFTER = Duration.ofHours(1);
    private static final int OCCASIONS_KEPT = 1_000;
    private static final int TOPICS_KEPT = 1_000;

    /** The commands of buttons that are good for one press. */
    private static final Pattern GOOD_ONCE =
            Pattern.compile("(stop turn|stop shell|cancel|" + EditedCommand.NAME + "|" + RunShellCommand.NAME + ") .*");

    private static final String NO_LONGER_OPEN = ChatProtocol.Settlement.NO_LONGER_OPEN.words();

    private final ActorSystem<?> system;
    private final ActorRef<Engine.Command> engine;
    private final ActorRef<Outbox.Command> outbox;
    private final OpenQuestions questions;
    private final LastAnswers answers;
    private final SlashCommands catalogue;
    private final Oversight oversight;
    private final Clock clock;
    private final Instant started;
    private @Nullable Instant firstCame;
    private final Map<String, Instant> occasions = new LinkedHashMap<>();

    /** Names of topics, for sessions that begin later; a session that has begun keeps its own. */
    private final Map<ChatId, String> topics = new ConcurrentHashMap<>();

    /** Messages whose text was sent to Claude by their button. */
    private final Set<String> sent = ConcurrentHashMap.newKeySet();

    Dispatch(
            ActorSystem<?> system,
            ActorRef<Engine.Command> engine,
            ActorRef<Outbox.Command> outbox,
            OpenQuestions questions,
            SlashCommands catalogue,
            Oversight oversight,
            Clock clock) {
        this.system = system;
        this.engine = engine;
        this.outbox = outbox;
        this.questions = questions;
        this.answers = questions.answers();
        this.catalogue = catalogue;
        this.oversight = oversight;
        this.clock = clock;
        this.started = clock.instant().truncatedTo(ChronoUnit.SECONDS); // messages are dated in seconds
    }

    /** Whether a command takes effect at once. */
    boolean isUrgent(String command) {
        return catalogue.find(command).filter(SlashCommand::isUrgent).isPresent();
    }

    /** From now on this is not refused: the person knows that it is kept. */
    void admit(Inbound.Source source, List<Long> updates) {
        oversight.limit().admit(source.caller().id(), source.at(), updates);
    }

    CompletionStage<?> dispatch(Inbound inbound) {
        return switch (inbound) {
            case Inbound.Ask ask -> ask(ask, ask.updateIds(), seen -> dispatch(ask.without(seen)));
            case Inbound.Slash slash -> slash(slash, slash.updateIds(), seen -> dispatch(slash.without(seen)));
            case Inbound.Edited edited -> edited(edited);
            case Inbound.Amended amended -> amended(amended);
            case Inbound.Overheard overheard -> done();
            case Inbound.Press press -> press(press);
            case Inbound.Migrated moved ->
                this.<ChatProtocol.Receipt>deliver(
                        moved.from(), replyTo -> new ChatProtocol.Migrate(moved.to(), replyTo));
            case Inbound.TopicNamed named -> topicNamed(named);
            case Inbound.Tell tell -> tell(tell);
            case Inbound.Nameless nameless -> nameless(nameless.source());
            case Inbound.Stranger stranger -> stranger(stranger);
            case Inbound.StrangePress press -> strangePress(press);
            case Inbound.StalePress press -> answer(press.callbackId(), NO_LONGER_OPEN);
            case Inbound.Nothing nothing -> {
                LOG.debug("An update is passed over: {}", nothing.why());
                yield done();
            }
        };
    }

    /**
     * @param updates the ids of all updates that it came in
     * @param rest delivers what is left of it if some of these were accepted before
     */
    private CompletionStage<?> ask(Inbound.Ask ask, List<Long> updates, Function<List<Long>, CompletionStage<?>> rest) {
        return shownSoon(ask.source().chat()).thenCompose(shown -> answerOrSubmit(ask, updates, rest));
    }

    /** @param updates as for {@link #ask} */
    private CompletionStage<?> slash(
            Inbound.Slash slash, List<Long> updates, Function<List<Long>, CompletionStage<?>> rest) {
        if (isCut(slash)) {
            return say(slash.source(), ShellCommand.tooLong());
        }
        var wait = isUrgent(slash.name()) ? Optional.<Duration>empty() : tooSoon(slash.source(), updates);
        if (wait.isPresent()) {
            return refuse(slash.source(), "/" + slash.name(), wait.get());
        }
        var attached = attached(slash);
        var replied = Quotes.untold(slash.attached(), isKnown(slash.source().chat(), slash.repliesTo()));
        return invoke(
                        slash.source(),
                        slash.name(),
                        argument(slash),
                        attached,
                        updates,
                        Wordings.of(slash, replied.size()))
                .thenCompose(receipt -> rest(receipt, rest))
                .thenCompose(done -> leftOut(slash));
    }

    /** Whether it came in pieces, between which white space is lost, although it is to be run as it was typed. */
    private static boolean isCut(Inbound.Slash slash) {
        return slash.name().equals(ShellCommand.NAME)
                && slash.pieces().stream().anyMatch(piece -> !piece.said().isBlank());
    }

    /** A command that asks nothing has no use for files, and the person is told so. A mistyped one keeps them. */
    private CompletionStage<?> leftOut(Inbound.Slash slash) {
        var leavesOut = catalogue.find(slash.name()).filter(command -> !command.takesFiles());
        return leavesOut.isPresent() && slash.files().findAny().isPresent()
                ? say(slash.source(), Texts.of("media.notWithCommand", typed(leavesOut.get())))
                : done();
    }

    private static String typed(SlashCommand command) {
        return command.sign().isEmpty() ? "/" + command.name() : command.sign();
    }

    private CompletionStage<?> edited(Inbound.Edited edited) {
        var now = edited.now();
        var replied = switch (now) {
            case Inbound.Ask ask -> Quotes.untold(ask.attached(), isKnown(edited.chat(), ask.repliesTo()));
            case Inbound.Slash slash -> Quotes.untold(slash.attached(), isKnown(edited.chat(), slash.repliesTo()));
            case Inbound.Overheard overheard -> List.<Content>of();
        };
        var revision =
                new Revision(Wordings.author(now), replied, Wordings.piece(now), edited.isCommand(), edited.isNew());
        return this.<ChatProtocol.Receipt>deliver(
                edited.chat(),
                replyTo -> new ChatProtocol.Edit(now.source().caller(), revision, List.of(edited.updateId()), replyTo));
    }

    /** If it was accepted in part before, the rest comes as it was sent: first the message, then its edits. */
    private CompletionStage<?> amended(Inbound.Amended amended) {
        Function<List<Long>, CompletionStage<?>> rest = seen -> {
            CompletionStage<?> all = done();
            for (var each : amended.apart()) {
                all = all.thenCompose(before -> dispatch(each));
            }
            return all;
        };
        return switch (amended.now()) {
            case Inbound.Ask ask -> ask(ask, amended.updateIds(), rest);
            case Inbound.Slash slash -> slash(slash, amended.updateIds(), rest);
            case Inbound.Overheard overheard -> done();
        };
    }

    /** A reply may arrive before the outcome of the question's message, so it waits for that, but not for long. */
    private CompletionStage<Void> shownSoon(ChatId chat) {
        var shown = questions.whenShown(chat).toCompletableFuture();
        if (!shown.isDone()) {
            system.scheduler().scheduleOnce(SHOWN_WITHIN, () -> shown.complete(null), system.executionContext());
        }
        return shown;
    }

    private CompletionStage<?> answerOrSubmit(
            Inbound.Ask ask, List<Long> updates, Function<List<Long>, CompletionStage<?>> rest) {
        var chat = ask.source().chat();
        var question = ask.isPlain()
                ? questions.answeredBy(chat, ask.source().message())
                : questions.askedIn(chat, ask.repliesTo());
        if (question.isEmpty() || !takesWords(question.get()) || !ask.isWords()) {
            return submit(ask, updates, rest);
        }
        var decision = saying(question.get(), ask.whole());
        var asked = ask.source().in(questions.homeOf(chat, ask.repliesTo()));
        return decide(asked, question.get(), decision, updates, Wordings.of(ask, 0))
                .thenCompose(settled ->
                        settled.taken() ? done() : submit(ask, updates, rest).thenApply(stored -> null));
    }

    /** Whether a reply to its message answers it. */
    private static boolean takesWords(Question question) {
        return switch (question) {
            case Question.Permission permission -> true;
            case Question.Choice choice -> true;
            case Question.Plan plan -> true;
            case Question.CutOff cut -> false;
            case Question.Suspect suspect -> false;
            case Question.ProjectChanged changed -> false;
            case Question.FileGone gone -> false;
            case Question.OverBudget over -> false;
            case Question.Transcript heard -> true;
            case Question.Unheard unheard -> true;
        };
    }

    /** What words that answer a question decide. */
    private static Decision saying(Question question, String words) {
        return switch (question) {
            case Question.Choice choice -> new Decision.Say(words);
            case Question.Transcript heard -> new Decision.Say(words);
            case Question.Unheard unheard -> new Decision.Say(words);
            default -> new Decision.Deny(words);
        };
    }

    private CompletionStage<?> submit(
            Inbound.Ask ask, List<Long> updates, Function<List<Long>, CompletionStage<?>> rest) {
        var source = ask.source();
        var wait = tooSoon(source, updates);
        if (wait.isPresent()) {
            return refuse(source, ask.whole(), wait.get());
        }
        var isKnown = isKnown(source.chat(), ask.repliesTo());
        var content = ask.content(isKnown);
        var wording = Wordings.of(ask, Quotes.untold(ask.attached(), isKnown).size());
        var prompt = new Prompt(TurnId.random(), content, true, Integer.toString(source.message()), clock.instant());
        return this.<ChatProtocol.Receipt>deliver(
                        source.chat(),
                        replyTo -> new ChatProtocol.Submit(
                                source.caller(),
                                prompt,
                                updates,
                                chatName(source),
                                isSaidWhileDown(source),
                                wording,
                                replyTo))
                .thenCompose(receipt -> rest(receipt, rest));
    }

    /**
     * How long a person must wait who has sent too much; empty if they need not. What was sent while the bot was down has waited long
     * enough.
     */
    private Optional<Duration> tooSoon(Inbound.Source source, List<Long> updates) {
        if (isSaidWhileDown(source)) {
            admit(source, updates);
            return Optional.empty();
        }
        return oversight.limit().take(source.caller().id(), source.at(), updates);
    }

    private CompletionStage<Void> refuse(Inbound.Source source, String said, Duration wait) {
        record(source.caller(), source.chat(), AuditEntry.Kind.RATE_LIMIT, said);
        var allowance = oversight.limit().allowance();
        return say(
                source,
                Texts.of(
                        "rate.limited",
                        allowance.requests(),
                        HumanText.inWords(allowance.window()),
                        HumanText.inWords(wait)));
    }

    private void record(Caller who, ChatId chat, AuditEntry.Kind kind, String what) {
        oversight.audit().record(new AuditEntry(clock.instant(), who, chat, kind, what, "refused", null));
    }

    /** A prompt in a command is Markdown like any prompt. A path or a title stays as it was typed. */
    private String argument(Inbound.Slash slash) {
        var command = catalogue.find(slash.name());
        if (command.isEmpty()) {
            return slash.markdown(); // it may go to Claude unchanged
        }
        return command.get().takesPrompt() ? slash.markdown().strip() : slash.whole();
    }

    private List<Content> attached(Inbound.Slash slash) {
        return slash.attached(isKnown(slash.source().chat(), slash.repliesTo()));
    }

    /** Whether Claude knows the message that this one replies to, because it is Claude's last answer. */
    private boolean isKnown(ChatId chat, int message) {
        return answers.isLast(chat, message);
    }

    private CompletionStage<?> topicNamed(Inbound.TopicNamed named) {
        if (topics.size() >= TOPICS_KEPT) {
            topics.keySet().stream().findAny().ifPresent(topics::remove);
        }
        topics.put(named.topic(), named.name());
        return named.isNew()
                ? done()
                : this.<ChatProtocol.Receipt>deliver(
                        named.topic(), replyTo -> new ChatProtocol.NameTopic(named.name(), replyTo));
    }

    /** The chat's name with the topic's. A message may leave out the topic's name, or have only its first one. */
    private ChatName chatName(Inbound.Source source) {
        var told = source.chatName();
        var isOutside = source.chat().topic() == 0 && told.topic() == null;
        var topic = topics.get(source.chat());
        return topic == null || isOutside ? told : told.in(topic);
    }

    /**
     * Whether the message was sent while the bot was down. A clock that was ahead at the start must not make every later message
     * seem old.
     */
    private boolean isSaidWhileDown(Inbound.Source source) {
        var now = clock.instant();
        firstCame = firstCame == null ? now : firstCame;
        var since = Duration.between(firstCame, now);
        return source.at().isBefore(started) && !since.isNegative() && since.compareTo(CATCHES_UP_WITHIN) < 0;
    }

    /** Delivers the rest of a paste that a kill has cut in two: its first pieces were accepted before. */
    private static CompletionStage<?> rest(
            ChatProtocol.Receipt receipt, Function<List<Long>, CompletionStage<?>> rest) {
        return receipt instanceof ChatProtocol.SeenInPart part ? rest.apply(part.seen()) : done();
    }

    private CompletionStage<ChatProtocol.Receipt> invoke(
            Inbound.Source source,
            String name,
            String argument,
            List<Content> attached,
            List<Long> updates,
            @Nullable Wording wording) {
        return deliver(
                source.chat(),
                replyTo -> new ChatProtocol.Invoke(
                        source.caller(),
                        name,
                        argument,
                        attached,
                        Integer.toString(source.message()),
                        updates,
                        chatName(source),
                        wording,
                        replyTo));
    }

    private CompletionStage<?> press(Inbound.Press press) {
        var line = ButtonData.commandLine(press.data());
        if (line.isPresent()) {
            return give(press, line.get());
        }
        var use = ButtonData.use(press.data());
        if (use.isPresent()) {
            return told(press, decide(press.source(), use.get()));
        }
        var question = ButtonData.questionKey(press.data())
                .flatMap(key -> questions.find(press.source().chat(), key));
        var decision = question.flatMap(found -> ButtonData.decision(press.data(), found));
        if (decision.isEmpty()) {
            var told = answer(press.callbackId(), NO_LONGER_OPEN);
            takeButtons(press.source());
            return told;
        }
        if (question.orElseThrow() instanceof Question.ProjectChanged
                && decision.get() instanceof Decision.Allow
                && !press.source().caller().overview()) {
            return answer(press.callbackId(), Texts.of("press.trustInPrivate"));
        }
        return told(press, decide(press.source(), question.orElseThrow(), decision.get(), List.of(), null));
    }

    private CompletionStage<?> told(Inbound.Press press, CompletionStage<ChatProtocol.Settlement> settlement) {
        return settlement.handle((settled, failure) ->
                answer(press.callbackId(), failure == null ? settled.words() : Texts.of("press.noAnswer")));
    }

    /** Gives a button's command. */
    private CompletionStage<?> give(Inbound.Press press, String line) {
        var words = line.split(" ", 2);
        var source = press.source();
        var sends = SendCommand.NAME.equals(words[0]);
        if (sends && !sent.add(source.chat() + " " + source.message())) {
            return answer(press.callbackId(), Texts.of("press.sentAlready"));
        }
        answer(press.callbackId(), "");
        if (GOOD_ONCE.matcher(line).matches()) {
            takeButtons(source);
        }
        return invoke(source, words[0], words.length > 1 ? words[1] : "", List.of(), List.of(source.updateId()), null)
                .handle((done, failure) -> {
                    if (failure == null && sends) {
                        takeButtons(source);
                    } else if (failure != null && !isUrgent(words[0])) {
                        say(source, Texts.of("press.late")); // the chat has it, and stores it later
                    }
                    return done();
                });
    }

    private CompletionStage<ChatProtocol.Settlement> decide(
            Inbound.Source source,
            Question question,
            Decision decision,
            List<Long> updates,
            @Nullable Wording wording) {
        return deliver(
                source.chat(),
                replyTo ->
                        new ChatProtocol.Answer(source.caller(), question.key(), decision, updates, wording, replyTo));
    }

    /** A queued prompt becomes the answer to a question. */
    private CompletionStage<ChatProtocol.Settlement> decide(Inbound.Source source, ButtonData.Use use) {
        return deliver(
                source.chat(),
                replyTo -> new ChatProtocol.AnswerQueued(source.caller(), use.question(), use.prompt(), replyTo));
    }

    private <R> CompletionStage<R> deliver(ChatId chat, Function<ActorRef<R>, ChatProtocol.Command> command) {
        return AskPattern.ask(
                engine,
                (ActorRef<R> replyTo) -> new Engine.Deliver(chat, command.apply(replyTo)),
                STORED_WITHIN,
                system.scheduler());
    }

    private CompletionStage<Void> answer(String callbackId, String text) {
        outbox.tell(new Outbox.Answer(AnswerCallbackQuery.builder()
                .callbackQueryId(callbackId)
                .text(text.length() <= 200 ? text : text.substring(0, 199) + "…")
                .build()));
        return done();
    }

    /** Removes the buttons of a message that a crash has left behind; a message whose question is open keeps them. */
    private void takeButtons(Inbound.Source pressed) {
        if (questions.askedIn(pressed.chat(), pressed.message()).isEmpty()) {
            var edit = BotApiRequests.withoutButtons(pressed.chat(), pressed.message());
            outbox.tell(new Outbox.Write(pressed.chat(), edit, Kind.REPLY, Optional.empty(), system.ignoreRef()));
        }
    }

    private CompletionStage<Void> say(Inbound.Source source, String text) {
        var message = BotApiRequests.plain(
                source.chat(), text, Optional.of(source.message()).filter(id -> id != 0));
        outbox.tell(new Outbox.Write(source.chat(), message, Kind.REPLY, Optional.empty(), system.ignoreRef()));
        return done();
    }

    private CompletionStage<Void> tell(Inbound.Tell tell) {
        return tell.occasion().isEmpty() || isDue(tell.occasion()) ? say(tell.source(), tell.text()) : done();
    }

    /** Replies to somebody without a name. The bot is silent in a group that no allowed person has ever used. */
    private CompletionStage<Void> nameless(Inbound.Source source) {
        return AskPattern.ask(engine, Engine.Look::new, SHOWN_WITHIN, system.scheduler())
                .thenCompose(board -> board.summaries().stream()
                                .anyMatch(each ->
                                        each.chat().chat() == source.chat().chat())
                        ? tell(new Inbound.Tell(source, Texts.of("press.nameless"), "anonymous in " + source.chat()))
                        : done());
    }

    /** Whether this occasion has not come up within the hour; notes that it has now. */
    private boolean isDue(String occasion) {
        var now = clock.instant();
        var last = occasions.get(occasion);
        if (last != null && !now.isBefore(last) && now.isBefore(last.plus(AGAIN_AFTER))) {
            return false;
        }
        occasions.put(occasion, now);
        if (occasions.size() > OCCASIONS_KEPT) {
            occasions.remove(occasions.keySet().iterator().next());
        }
        return true;
    }

    private CompletionStage<Void> strangePress(Inbound.StrangePress press) {
        if (isDue("stranger's press " + press.caller().id())) {
            record(press.caller(), press.chat(), AuditEntry.Kind.STRANGER, "a button");
        }
        return answer(press.callbackId(), Texts.of("stranger.press"));
    }

    /** Strangers are recorded as seldom as they are answered, so that they cannot fill the record. */
    private CompletionStage<Void> stranger(Inbound.Stranger stranger) {
        var id = stranger.userId();
        if (!isDue("stranger " + id)) {
            return done();
        }
        record(stranger.source().caller(), stranger.source().chat(), AuditEntry.Kind.STRANGER, "a message");
        LOG.warn(
                "User {} ({}) is not allowed. To allow them, add {} to TELEGRAM_ALLOWED_USERS and start again.",
                id,
                stranger.source().caller().name(),
                id);
        return say(stranger.source(), Texts.of("stranger.message", Long.toString(id)));
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedFuture(null);
    }
}
