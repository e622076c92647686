package switchboard.telegram.update.media;

import java.util.Optional;
import java.util.stream.Collectors;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import org.telegram.telegrambots.meta.api.objects.polls.Poll;
import org.telegram.telegrambots.meta.api.objects.polls.PollOption;
import switchboard.text.Texts;

/** A poll: its question, the options, and how many have chosen each if anybody has. */
final class PollMedium implements Medium {

    @Override
    public Optional<Brought> in(Message message) {
        return Optional.ofNullable(message.getPoll()).map(PollMedium::brought);
    }

    private static Brought brought(Poll poll) {
        var options = poll.getOptions().stream().map(PollMedium::words).collect(Collectors.joining(", "));
        return Brought.line(Texts.of("media.poll", Media.line(poll.getQuestion()), options));
    }

    private static String words(PollOption option) {
        var votes = option.getVoterCount();
        var text = Media.line(option.getText());
        return votes == null || votes == 0 ? text : Texts.of("media.pollOption", text, votes);
    }
}
