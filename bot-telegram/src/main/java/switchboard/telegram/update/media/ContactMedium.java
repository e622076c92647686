package switchboard.telegram.update.media;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.text.Texts;

/** Somebody's name and telephone number. */
final class ContactMedium implements Medium {

    @Override
    public Optional<Brought> in(Message message) {
        return Optional.ofNullable(message.getContact())
                .map(contact -> Brought.line(Texts.of(
                        "media.contact",
                        Stream.of(contact.getFirstName(), contact.getLastName())
                                .flatMap(Stream::ofNullable)
                                .map(Media::line)
                                .collect(Collectors.joining(" ")),
                        Media.line(contact.getPhoneNumber()))));
    }
}
