namespace Postvakt.EndToEnd.Tests.Support;

/// <summary>Waits for what another process does.</summary>
public static class Eventually
{
    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        for (var attempt = 0; !await condition(); attempt++)
        {
            Assert.True(attempt < 3_000, "waited too long");
            await Task.Delay(20);
        }
    }
}
