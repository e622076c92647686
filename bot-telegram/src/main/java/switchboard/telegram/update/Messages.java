package switchboard.telegram.update;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import switchboard.chat.ChatProtocol;
import switchboard.command.ShellCommand;
import switchboard.command.SlashCommand;
import switchboard.command.SlashCommands;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.model.Decision;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.Revision;
import switchboard.model.TurnId;
import switchboard.telegram.view.LastAnswers;
import switchboard.telegram.view.OpenQuestions;
import switchboard.text.Texts;

/** Delivers what people write: prompts, commands, answers, and edits of these. */
final class Messages {

    private static final Duration SHOWN_WITHIN = Duration.ofSeconds(2);

    private final ActorSystem<?> system;
    private final Chats chats;
    private final Replies replies;
    private final Pace pace;
    private final OpenQuestions questions;
    private final LastAnswers answers;
    private final SlashCommands catalogue;
    private final Clock clock;

    Messages(
            ActorSystem<?> system,
            Chats chats,
            Replies replies,
            Pace pace,
            OpenQuestions questions,
            SlashCommands catalogue,
            Clock clock) {
        this.system = system;
        this.chats = chats;
        this.replies = replies;
        this.pace = pace;
        this.questions = questions;
        this.answers = questions.answers();
        this.catalogue = catalogue;
        this.clock = clock;
    }

    CompletionStage<?> on(Inbound.Said said) {
        return on(said, said.updateIds(), seen -> switch (said) {
            case Inbound.Ask ask -> on(ask.without(seen));
            case Inbound.Slash slash -> on(slash.without(seen));
            case Inbound.Overheard overheard -> Replies.nothing();
        });
    }

    /**
     * @param updates the ids of all updates that it came in
     * @param rest delivers what is left of it if some of these were accepted before
     */
    private CompletionStage<?> on(
            Inbound.Said said, List<Long> updates, Function<List<Long>, CompletionStage<?>> rest) {
        return switch (said) {
            case Inbound.Ask ask -> ask(ask, updates, rest);
            case Inbound.Slash slash -> slash(slash, updates, rest);
            case Inbound.Overheard overheard -> Replies.nothing();
        };
    }

    private CompletionStage<?> ask(Inbound.Ask ask, List<Long> updates, Function<List<Long>, CompletionStage<?>> rest) {
        return shownSoon(ask.source().chat()).thenCompose(shown -> answerOrSubmit(ask, updates, rest));
    }

    private CompletionStage<?> slash(
            Inbound.Slash slash, List<Long> updates, Function<List<Long>, CompletionStage<?>> rest) {
        if (isCut(slash)) {
            return replies.say(slash.source(), ShellCommand.tooLong());
        }
        var wait =
                catalogue.isUrgent(slash.name()) ? Optional.<Duration>empty() : pace.tooSoon(slash.source(), updates);
        if (wait.isPresent()) {
            return pace.refuse(slash.source(), "/" + slash.name(), wait.get());
        }
        var attached = attached(slash);
        var replied = Quotes.untold(slash.attached(), isKnown(slash.source().chat(), slash.repliesTo()));
        return chats.invoke(
                        slash.source(),
                        slash.name(),
                        argument(slash),
                        attached,
                        updates,
                        Wordings.of(slash, replied.size(), catalogue))
                .thenCompose(receipt -> rest(receipt, rest))
                .thenCompose(done -> leftOut(slash));
    }

    /** Whether it came in pieces, between which white space is lost, although it is to be run as it was typed. */
    private static boolean isCut(Inbound.Slash slash) {
        return slash.name().equals(ShellCommand.NAME)
                && slash.pieces().stream().anyMatch(piece -> !piece.said().isBlank());
    }

    /** A command that asks nothing has no use for files, so its sender is notified. A mistyped one keeps them. */
    private CompletionStage<?> leftOut(Inbound.Slash slash) {
        var leavesOut = catalogue.find(slash.name()).filter(command -> !command.takesFiles());
        return leavesOut.isPresent() && slash.files().findAny().isPresent()
                ? replies.say(slash.source(), Texts.of("media.notWithCommand", typed(leavesOut.get())))
                : Replies.nothing();
    }

    private static String typed(SlashCommand command) {
        return command.sign().isEmpty() ? "/" + command.name() : command.sign();
    }

    CompletionStage<?> edited(Inbound.Edited edited) {
        var now = edited.now();
        var replied = switch (now) {
            case Inbound.Ask ask -> Quotes.untold(ask.attached(), isKnown(edited.chat(), ask.repliesTo()));
            case Inbound.Slash slash -> Quotes.untold(slash.attached(), isKnown(edited.chat(), slash.repliesTo()));
            case Inbound.Overheard overheard -> List.<Content>of();
        };
        var revision = new Revision(
                Wordings.author(now), replied, Wordings.piece(now, catalogue), edited.isCommand(), edited.isNew());
        return chats.<ChatProtocol.Receipt>deliver(
                edited.chat(),
                replyTo -> new ChatProtocol.Edit(now.source().caller(), revision, List.of(edited.updateId()), replyTo));
    }

    /** If it was accepted in part before, the rest comes as it was sent: first the message, then its edits. */
    CompletionStage<?> amended(Inbound.Amended amended) {
        return on(amended.now(), amended.updateIds(), seen -> {
            CompletionStage<?> all = on(amended.sent());
            for (var edit : amended.edits()) {
                all = all.thenCompose(before -> edited(edit));
            }
            return all;
        });
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
        return chats.decide(asked, question.get(), decision, updates, Wordings.of(ask, 0, catalogue))
                .thenCompose(settled -> settled.taken()
                        ? Replies.nothing()
                        : submit(ask, updates, rest).thenApply(stored -> null));
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
        var wait = pace.tooSoon(source, updates);
        if (wait.isPresent()) {
            return pace.refuse(source, ask.whole(), wait.get());
        }
        var isKnown = isKnown(source.chat(), ask.repliesTo());
        var content = ask.content(isKnown);
        var wording = Wordings.of(ask, Quotes.untold(ask.attached(), isKnown).size(), catalogue);
        var prompt = new Prompt(TurnId.random(), content, true, Integer.toString(source.message()), clock.instant());
        return chats.<ChatProtocol.Receipt>deliver(
                        source.chat(),
                        replyTo -> new ChatProtocol.Submit(
                                source.caller(),
                                prompt,
                                updates,
                                chats.name(source),
                                pace.isSaidWhileDown(source),
                                wording,
                                replyTo))
                .thenCompose(receipt -> rest(receipt, rest));
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

    /** Delivers the rest of a paste that a kill has cut in two: its first pieces were accepted before. */
    private static CompletionStage<?> rest(
            ChatProtocol.Receipt receipt, Function<List<Long>, CompletionStage<?>> rest) {
        return receipt instanceof ChatProtocol.SeenInPart part ? rest.apply(part.seen()) : Replies.nothing();
    }
}
