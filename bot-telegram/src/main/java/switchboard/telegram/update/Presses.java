package switchboard.telegram.update;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import switchboard.chat.ChatProtocol;
import switchboard.command.EditedCommand;
import switchboard.command.RunShellCommand;
import switchboard.command.SendCommand;
import switchboard.command.SlashCommands;
import switchboard.model.Decision;
import switchboard.model.Question;
import switchboard.telegram.view.ButtonData;
import switchboard.telegram.view.OpenQuestions;
import switchboard.text.Texts;

/**
 * Delivers what people press: the commands of buttons, and answers to questions. One that fails is not delivered again, because a person can
 * press again.
 */
final class Presses {

    /** The commands of buttons that are good for one press. */
    private static final Pattern GOOD_ONCE =
            Pattern.compile("(stop turn|stop shell|cancel|" + EditedCommand.NAME + "|" + RunShellCommand.NAME + ") .*");

    private final Chats chats;
    private final Replies replies;
    private final OpenQuestions questions;
    private final SlashCommands catalogue;

    /** Messages whose text was sent to Claude by their button. */
    private final Set<String> sent = ConcurrentHashMap.newKeySet();

    Presses(Chats chats, Replies replies, OpenQuestions questions, SlashCommands catalogue) {
        this.chats = chats;
        this.replies = replies;
        this.questions = questions;
        this.catalogue = catalogue;
    }

    CompletionStage<?> on(Inbound.Press press) {
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
            var told = noLongerOpen(press.callbackId());
            replies.takeButtons(press.source());
            return told;
        }
        if (question.orElseThrow() instanceof Question.ProjectChanged
                && decision.get() instanceof Decision.Allow
                && !press.source().caller().overview()) {
            return replies.answer(press.callbackId(), Texts.of("press.trustInPrivate"));
        }
        return told(press, chats.decide(press.source(), question.orElseThrow(), decision.get(), List.of(), null));
    }

    /** Under a message that Telegram no longer shows to bots. */
    CompletionStage<?> stale(Inbound.StalePress press) {
        return noLongerOpen(press.callbackId());
    }

    private CompletionStage<Void> noLongerOpen(String callbackId) {
        return replies.answer(callbackId, ChatProtocol.Settlement.NO_LONGER_OPEN.words());
    }

    private CompletionStage<?> told(Inbound.Press press, CompletionStage<ChatProtocol.Settlement> settlement) {
        return settlement.handle((settled, failure) ->
                replies.answer(press.callbackId(), failure == null ? settled.words() : Texts.of("press.noAnswer")));
    }

    /** Gives a button's command. */
    private CompletionStage<?> give(Inbound.Press press, String line) {
        var words = line.split(" ", 2);
        var source = press.source();
        var sends = SendCommand.NAME.equals(words[0]);
        if (sends && !sent.add(source.chat() + " " + source.message())) {
            return replies.answer(press.callbackId(), Texts.of("press.sentAlready"));
        }
        replies.answer(press.callbackId(), "");
        if (GOOD_ONCE.matcher(line).matches()) {
            replies.takeButtons(source);
        }
        return chats.invoke(
                        source, words[0], words.length > 1 ? words[1] : "", List.of(), List.of(source.updateId()), null)
                .handle((done, failure) -> {
                    if (failure == null && sends) {
                        replies.takeButtons(source);
                    } else if (failure != null && !catalogue.isUrgent(words[0])) {
                        replies.say(source, Texts.of("press.late")); // the chat has it, and stores it later
                    }
                    return Replies.nothing();
                });
    }

    /** A queued prompt becomes the answer to a question. */
    private CompletionStage<ChatProtocol.Settlement> decide(Inbound.Source source, ButtonData.Use use) {
        return chats.deliver(
                source.chat(),
                replyTo -> new ChatProtocol.AnswerQueued(source.caller(), use.question(), use.prompt(), replyTo));
    }
}
