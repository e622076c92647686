package switchboard.telegram.update.media;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.telegram.telegrambots.meta.api.objects.ExternalReplyInfo;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.model.Label;
import switchboard.text.HumanText;

/** Reads what messages bring besides text. A new kind costs one file and its line in {@link #KINDS}. Pure. */
public final class Media {

    /** In this order: an animation also has a document, and a venue also has a location. */
    private static final List<Medium> KINDS = List.of(
            new PhotoMedium(),
            new VoiceMedium(),
            new AudioMedium(),
            new VideoMedium(),
            new VideoNoteMedium(),
            new AnimationMedium(),
            new DocumentMedium(),
            new StickerMedium(),
            new VenueMedium(),
            new LocationMedium(),
            new ContactMedium(),
            new PollMedium());

    private static final int LONGEST_LINE = 500;

    private Media() {}

    /** What a message brings; {@link Brought#NOTHING} if it brings nothing, or nothing of these kinds. */
    public static Brought of(Message message) {
        return KINDS.stream()
                .map(kind -> kind.in(message))
                .flatMap(Optional::stream)
                .findFirst()
                .map(brought -> brought.inAlbum(Objects.requireNonNullElse(message.getMediaGroupId(), "")))
                .orElse(Brought.NOTHING);
    }

    /** What a message in another chat brings. */
    public static Brought of(ExternalReplyInfo elsewhere) {
        var message = new Message();
        message.setPhoto(elsewhere.getPhoto());
        message.setVoice(elsewhere.getVoice());
        message.setAudio(elsewhere.getAudio());
        message.setVideo(elsewhere.getVideo());
        message.setVideoNote(elsewhere.getVideoNote());
        message.setAnimation(elsewhere.getAnimation());
        message.setDocument(elsewhere.getDocument());
        message.setSticker(elsewhere.getSticker());
        message.setVenue(elsewhere.getVenue());
        message.setLocation(elsewhere.getLocation());
        message.setContact(elsewhere.getContact());
        message.setPoll(elsewhere.getPoll());
        return of(message);
    }

    /** Words of anybody, on one line and without characters that show nothing. */
    static String line(String words) {
        return HumanText.shortened(Label.of(words), LONGEST_LINE);
    }
}
