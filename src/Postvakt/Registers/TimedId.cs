using System.Globalization;
using System.Security.Cryptography;

namespace Postvakt.Registers;

/// <summary>Ids that are in the order of time and that nobody can guess.</summary>
public static class TimedId
{
    /// <summary>"sweep-20261126T134512345-9f3a61c2": what it is, when (UTC, milliseconds), 32 random bits.</summary>
    /// <param name="prefix">One lower-case word.</param>
    public static string New(string prefix, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}-{now.UtcDateTime:yyyyMMdd'T'HHmmssfff}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
}
