package switchboard.it.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.it.anthropic.TurnRequest;
import switchboard.it.fault.FaultPlan.Kind;
import switchboard.it.fault.FaultPlan.PromptPlan;

/** What is wrong with what reached the model. Pure. */
final class Heard {

    private Heard() {}

    /** All prompts of the request's conversation, oldest first, without what they quote. */
    static List<String> prompts(TurnRequest request) {
        return Stream.concat(request.earlier().stream(), Stream.of(request.prompt()))
                .map(Heard::ownWords)
                .toList();
    }

    /** A prompt without what it quotes. */
    static String ownWords(String prompt) {
        return prompt.lines().filter(line -> !line.startsWith(">")).collect(Collectors.joining("\n"));
    }

    /** @param torn pastes whose pieces came too far apart to be known for one text */
    static List<String> complaints(List<TurnRequest> requests, List<Talk> talks, List<String> torn) {
        var found = new ArrayList<String>();
        for (var request : requests) {
            strays(request, talks, found);
            for (var talk : talks) {
                for (var prompt : talk.plan().prompts()) {
                    doubles(request, prompt, found);
                    forgotten(request, prompt, talk.answeredBefore(prompt), found);
                    if (prompt.kind() == Kind.PASTE && !torn.contains(prompt.marker())) {
                        pieces(request, prompt, found);
                    }
                }
            }
        }
        return found.stream().distinct().toList();
    }

    /** Requests that mix up chats. */
    private static void strays(TurnRequest request, List<Talk> talks, List<String> found) {
        var chats = talks.stream()
                .filter(talk -> talk.plan().prompts().stream().anyMatch(prompt -> request.mentions(prompt.text())))
                .map(talk -> "chat " + talk.plan().number())
                .toList();
        if (chats.size() > 1) {
            found.add("one request to the model has the prompts of " + chats);
        }
    }

    private static void doubles(TurnRequest request, PromptPlan prompt, List<String> found) {
        var times = prompts(request).stream()
                .filter(text -> text.contains(prompt.text()))
                .count();
        if (times > 1) {
            found.add(prompt.marker() + " stands " + times + " times in one conversation");
        }
    }

    /** Whatever is restarted or copied: the conversation continues where it was. */
    private static void forgotten(TurnRequest request, PromptPlan prompt, List<PromptPlan> before, List<String> found) {
        if (ownWords(request.prompt()).contains(prompt.text())) {
            before.stream()
                    .filter(each -> !request.mentions(each.text()))
                    .forEach(each -> found.add(prompt.marker() + " was asked in a conversation without " + each.marker()
                            + ", which had been answered"));
        }
    }

    private static void pieces(TurnRequest request, PromptPlan prompt, List<String> found) {
        var tokens = Pieces.tokens(prompt);
        for (var text : prompts(request)) {
            if (tokens.stream().noneMatch(text::contains)) {
                continue;
            }
            var places = tokens.stream().map(text::indexOf).toList();
            var isWhole = !places.contains(-1)
                    && places.equals(places.stream().sorted().toList())
                    && tokens.stream().allMatch(token -> text.indexOf(token) == text.lastIndexOf(token));
            if (!isWhole) {
                found.add("the pieces of " + prompt.marker() + " came to the model at " + places + " of one prompt");
            }
        }
    }
}
