//! Connections that leave nothing of what went over them in memory: a pass and the secret it was given for stand in
//! their buffers in clear.

use ureq::Error;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

/// Comes last among the connectors, so that it sees what TLS hides from the network.
#[derive(Debug)]
pub(super) struct Wash;

impl Connector<Box<dyn Transport>> for Wash {
    type Out = Washed;

    fn connect(
        &self,
        _details: &ConnectionDetails,
        chained: Option<Box<dyn Transport>>,
    ) -> Result<Option<Washed>, Error> {
        Ok(chained.map(Washed))
    }
}

#[derive(Debug)]
pub(super) struct Washed(Box<dyn Transport>);

impl Transport for Washed {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.0.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let sent = self.0.transmit_output(amount, timeout);
        if let Some(gone) = self.0.buffers().output().get_mut(..amount) {
            gone.fill(0);
        }
        sent
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.0.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.0.is_open()
    }

    fn is_tls(&self) -> bool {
        self.0.is_tls()
    }
}

impl Drop for Washed {
    fn drop(&mut self) {
        let buffers = self.0.buffers();
        buffers.output().fill(0);
        let unread = buffers.input().len();
        buffers.input_consume(unread);
        buffers.input_append_buf().fill(0);
    }
}
