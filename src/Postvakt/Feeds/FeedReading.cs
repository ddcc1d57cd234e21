using Postvakt.Indicators;
using Postvakt.Sharing;
using Postvakt.Sharing.Lists;
using Postvakt.Sharing.Misp;
using Postvakt.Sharing.Stix;

namespace Postvakt.Feeds;

/// <summary>Reads what a feed gives, in the form that it is said to have.</summary>
public static class FeedReading
{
    /// <summary>Larger than a report: a list of half a million names has 20 MiB.</summary>
    public static ReadingLimits Limits { get; } = new() { MaxBytes = 64 << 20, MaxObjects = FeedOptions.MostOfAll };

    /// <param name="type">What lines of a plain list are; empty: what they look like. Of <see cref="IndicatorText.Types"/>.</param>
    public static SharedReading Read(ReadOnlyMemory<byte> bytes, FeedForm form, string type, DateTimeOffset now) => form switch
    {
        FeedForm.Stix => StixReader.Read(bytes, Limits),
        FeedForm.Misp => MispReader.Read(bytes, Limits),
        FeedForm.Csv => CsvList.Read(bytes, now, Limits),
        _ => PlainList.Read(bytes, type, now, Limits),
    };
}
