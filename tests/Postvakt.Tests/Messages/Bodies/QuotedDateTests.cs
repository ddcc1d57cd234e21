using System.Globalization;
using Postvakt.Messages.Bodies;

namespace Postvakt.Tests.Messages.Bodies;

public sealed class QuotedDateTests
{
    [Theory]
    [InlineData("Freitag, 5. November 2021 14:02", "2021-11-05")]
    [InlineData("den 5 november 2021 14:02", "2021-11-05")]
    [InlineData("2021年11月5日 14:02", "2021-11-05")]
    [InlineData("05.11.2021 14:02", "2021-11-05,2021-05-11")]
    [InlineData("piątek, 5 listopada 2021 14:02", "2021-11-05")]
    [InlineData("mar. 9 nov. 2021 a las 14:02", "2021-03-09,2021-11-09")]
    [InlineData("sometime", "")]
    public void Dates_AreReadInTheMannerOfTheirLanguage(string text, string days) => Assert.Equal(days, string.Join(',', QuotedDate.Read(text).Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))));
}
