package switchboard.it.fault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import switchboard.it.anthropic.TurnRequest;
import switchboard.it.fault.FaultPlan.PromptPlan;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.ChatMessage;

/** The words with which one person denies what is asked, and what became of them. Used by one thread. */
final class Replies {

    private record Words(PromptPlan prompt, String text, ChatMessage question, long message) {}

    private final Chat chat;
    private final List<Words> said = new ArrayList<>();

    Replies(Chat chat) {
        this.chat = chat;
    }

    /** What all words about a prompt begin with. */
    static String beginning(PromptPlan prompt) {
        return "Rather not " + prompt.marker() + "~";
    }

    void deny(PromptPlan prompt, ChatMessage question) {
        var text = beginning(prompt) + (said.size() + 1) + ".";
        said.add(
                new Words(prompt, text, question, chat.repliesTo(question, text).id()));
    }

    /** Words are a reason or a prompt of their own, if the question was no longer open; the last ones do not vanish. */
    List<String> complaints(List<TurnRequest> requests) {
        var found = new ArrayList<String>();
        var last = new HashMap<String, Words>();
        for (var words : said) {
            last.put(words.prompt().marker(), words);
            if (isPrompt(words, requests) && isReason(words, requests)) {
                found.add("“" + words.text() + "” was taken for an answer and ran as a prompt too");
            }
        }
        last.values().stream()
                .filter(words -> !isPrompt(words, requests) && !isReason(words, requests) && !isTold(words))
                .forEach(words -> found.add("“" + words.text() + "” has vanished"));
        return found;
    }

    private boolean isPrompt(Words words, List<TurnRequest> requests) {
        return requests.stream()
                .anyMatch(request -> Heard.prompts(request).stream().anyMatch(text -> text.contains(words.text())));
    }

    private boolean isReason(Words words, List<TurnRequest> requests) {
        return chat.now(words.question()).history().stream()
                        .anyMatch(state -> state.text().contains(words.text()))
                || requests.stream()
                        .anyMatch(request -> request.mentions(words.text())
                                && Heard.prompts(request).stream().noneMatch(text -> text.contains(words.text())));
    }

    /** Handed back, or it did not reach Claude before the bot went. */
    private boolean isTold(Words words) {
        return chat.messages().stream()
                .anyMatch(message -> message.replyTo() == words.message()
                        || (message.id() > words.message() && message.text().contains("denied automatically")));
    }
}
