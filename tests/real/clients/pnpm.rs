//! pnpm, with a registry.

use crate::clients::server::{Protected, Server};
use crate::clients::trial::{Client, check, check_locked};
use crate::clients::{QUOTED, installed, long, script};
use crate::sandbox::{KEYRC, Sandbox, write};

#[test]
fn pnpm_installs_packages() {
    let (server, long) = (Server::start("Npm", "Bearer"), long());
    let configure = |home: &Sandbox| {
        let (host, helper) = (server.host(), home.path("home/bin/registry-token"));
        script(&helper, &format!("exec '{KEYRC}' helper pnpm {host}"));
        let settings = format!(
            "registry=http://{host}/\n@scope:registry=http://{host}/\n//{host}/:tokenHelper={}\n",
            helper.display()
        );
        write(&home.path("home/.npmrc"), settings);
        let line = format!(
            "export npm_config_fetch_retries=0 npm_config_store_dir=$HOME/store npm_config_cache_dir=$HOME/cache \
             npm_config_manage_package_manager_versions=false; rm -rf out store cache; mkdir out; cd out; \
             echo \"{{}}\" >package.json; {} add demo @scope/demo",
            installed("npm/node_modules/.bin/pnpm")
        );
        Client {
            if_locked: "Exit code 1",
            ..Client::new(&server, line)
        }
    };
    check(&server, &[QUOTED, &long], configure);
    check_locked(&server, configure);
}
