using System.Net;
using Microsoft.AspNetCore.Http;
using Postvakt.Web.Gate;

namespace Postvakt.Web.Tests.Gate;

public sealed class ClientAddressTests
{
    [Theory]
    // Nobody but a proxy that is named may say where somebody comes from.
    [InlineData("192.0.2.1", "198.51.100.9", "192.0.2.1")]
    [InlineData("10.0.0.1", "198.51.100.9", "198.51.100.9")]
    [InlineData("::ffff:10.0.0.1", "198.51.100.9", "198.51.100.9")]
    // What stands before it was said by whoever asked the proxy.
    [InlineData("10.0.0.1", "127.0.0.1, 198.51.100.9", "198.51.100.9")]
    [InlineData("10.0.0.1", "203.0.113.5, 198.51.100.9, 10.0.0.2", "198.51.100.9")]
    [InlineData("10.0.0.1", "nonsense", "10.0.0.1")]
    [InlineData("10.0.0.1", "", "10.0.0.1")]
    public void Address_IsWhoAskedTheNamedProxies(string remote, string field, string expected)
    {
        var http = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(remote) } };
        if (field.Length > 0) http.Request.Headers["X-Forwarded-For"] = field;
        Assert.Equal(expected, ClientAddress.Of(http, [IPNetwork.Parse("10.0.0.0/8")]));
    }
}
