using Postvakt.Detection;
using Postvakt.Intake;
using Postvakt.Intake.Gateway;
using Postvakt.Messages;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Listeners;

/// <summary>How a mail that goes on is changed: the same for a milter, which sends commands, and for a hop, which sends bytes.</summary>
/// <param name="Edits">Changes to the header.</param>
/// <param name="Bannered">The whole mail with a banner in its text, before the edits; null where it stays as it came. Disposed of by the caller.</param>
internal sealed record Delivery(HeaderEdits Edits, Stream? Bannered) : IDisposable
{
    /// <param name="fields">Header fields as they stand in the mail.</param>
    /// <param name="content">The mail, seekable; null when it is not there whole: then its text stays as it is.</param>
    public static Delivery Prepare(Answer answer, IReadOnlyList<(string Name, string Value)> fields, Stream? content, ServeConfig config, BannerExtras extras, Func<Stream> spool, CancellationToken cancellation)
    {
        // Observing means that nothing is changed, not even by a header field. Without a record there is nothing to say.
        if (answer.Stored is not { } stored || answer.Mode == Mode.Observe) return new Delivery(HeaderEdits.None, null);
        var edits = HeaderEdits.Of(fields, stored, config.Authentication.AuthservId, answer.Results, config.Policy.SubjectMark);
        var banner = answer.Disposition == Disposition.Tag && config.Policy.Banner && answer.Message is { } message && content is not null
            ? Banner.Apply(content, message, Saying(answer.Oddity, message, LanguageOf(message.Envelope, config.Policy), extras), spool, cancellation) : null;
        return new Delivery(edits, banner);
    }

    private static BannerSaying Saying(Oddity oddity, Message message, string language, BannerExtras extras) => extras.Complete(BannerText.Of(oddity, language), message, language);

    public void Dispose() => Bannered?.Dispose();

    /// <summary>The language of the first recipient's domain, where one is set.</summary>
    private static string LanguageOf(Envelope envelope, PolicyConfig policy) =>
        envelope.Recipients.Select(r => policy.Languages.GetValueOrDefault(r[(r.LastIndexOf('@') + 1)..].ToLowerInvariant(), "")).FirstOrDefault(l => l.Length > 0) ?? policy.Language;
}
