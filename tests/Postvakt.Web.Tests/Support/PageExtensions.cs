using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Postvakt.Web.Tests.Support;

internal static class PageExtensions
{
    /// <summary>Waits until the page is at an address. By looking at it: an event that came while nobody waited is not missed.</summary>
    /// <param name="pattern">Of the whole address; "*" stands for anything.</param>
    public static Task IsAtAsync(this IPage page, string pattern) =>
        Assertions.Expect(page).ToHaveURLAsync(new Regex("^" + Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal) + "$"), new PageAssertionsToHaveURLOptions { Timeout = 120_000 });
}
