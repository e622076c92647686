package switchboard.it.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import switchboard.it.anthropic.TurnRequest;
import switchboard.it.fault.SentFiles.SentFile;

/** Whether files reached the model with their prompts, and nowhere else. Pure. */
final class HeardFiles {

    private HeardFiles() {}

    static List<String> complaints(List<TurnRequest> requests, List<Talk> talks) {
        var all = talks.stream().flatMap(talk -> talk.files().all().stream()).collect(Collectors.toSet());
        var found = new ArrayList<String>();
        for (var request : requests) {
            for (var message : request.messages()) {
                check(message, talks, all, found);
            }
        }
        return found.stream().distinct().toList();
    }

    /** How many files the model has seen, or was told of. */
    static long reached(List<TurnRequest> requests, List<Talk> talks) {
        var digests = requests.stream()
                .flatMap(request -> request.messages().stream())
                .flatMap(message -> message.digests().stream())
                .collect(Collectors.toSet());
        return talks.stream()
                .flatMap(talk -> talk.files().all().stream())
                .distinct()
                .filter(file -> file.isPicture()
                        ? digests.contains(file.digest())
                        : requests.stream().anyMatch(request -> request.mentions(file.token())))
                .count();
    }

    private static void check(TurnRequest.Message message, List<Talk> talks, Set<SentFile> all, List<String> found) {
        var words = Heard.ownWords(String.join("\n", message.texts()));
        var prompts = talks.stream()
                .flatMap(talk -> talk.plan().prompts().stream()
                        .filter(prompt -> words.contains(prompt.text()))
                        .flatMap(prompt -> talk.files().with(prompt).stream()))
                .toList();
        var pictures = prompts.stream()
                .filter(SentFile::isPicture)
                .map(SentFile::digest)
                .toList();
        if (!message.digests().equals(pictures)) {
            found.add("the model was shown " + brief(message.digests()) + " and not " + brief(pictures) + " with “"
                    + words.strip() + "”");
        }
        var text = String.join("\n", message.texts());
        for (var file : all) {
            if (!file.isPicture() && text.contains(file.token()) != prompts.contains(file)) {
                found.add("the model was " + (prompts.contains(file) ? "not " : "") + "told of " + file.token()
                        + " with “" + words.strip() + "”");
            }
        }
    }

    private static List<String> brief(List<String> digests) {
        return digests.stream().map(digest -> digest.substring(0, 8)).toList();
    }
}
